import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as ledgers from './index'

interface Operation { parameters?: { name: string }[] }
const paths = (parse(readFileSync('schema.yml', 'utf8')) as { paths: Record<string, { get?: Operation }> }).paths
const takesRegion = (path: string) => paths[path]?.get?.parameters?.some(({ name }) => name === 'region') ?? false

const pages = Object.values(ledgers).flatMap((each) => (typeof each === 'object' && 'filters' in each ? [each] : []))

describe('the chosen area', () => {
  it.each(pages)('narrows $path exactly where its list takes a region', (ledger) => {
    expect(ledger.filters.some(({ key }) => key === 'region')).toBe(takesRegion(`/api/${ledger.path}/`))
  })
})

describe('words on a page', () => {
  it.each(pages)('of $path are Chinese, all of them', (ledger) => {
    const words = [
      ...ledger.filters, ...ledger.columns, ...ledger.sections.flatMap(({ fields }) => fields), ...ledger.create?.form ?? [],
      ...ledger.commands, ...ledger.commands.flatMap(({ form }) => form),
    ].map(({ label }) => label)
    expect(words.filter((word) => !/[\u4e00-\u9fff]/.test(word))).toEqual([])
  })
})
