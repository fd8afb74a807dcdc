import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as ledgers from './index'

interface Operation { parameters?: { name: string }[] }
const paths = (parse(readFileSync('schema.yml', 'utf8')) as { paths: Record<string, { get?: Operation }> }).paths
const takesRegion = (path: string) => paths[path]?.get?.parameters?.some(({ name }) => name === 'region') ?? false

describe('the chosen area', () => {
  const pages = Object.values(ledgers).flatMap((each) => (typeof each === 'object' && 'filters' in each ? [each] : []))
  it.each(pages)('narrows $path exactly where its list takes a region', (ledger) => {
    expect(ledger.filters.some(({ key }) => key === 'region')).toBe(takesRegion(`/api/${ledger.path}/`))
  })
})
