/** What is built runs in the oldest browsers we promise: nothing in it is newer than ES2021, nor unknown to Chrome 86. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'acorn'
import { describe, expect, it } from 'vitest'

const APPS = ['desktop', 'mobile', 'screen']
const built = APPS.filter((app) => existsSync(join('dist', app, 'assets')))
const files = (kind: string): string[] => built.flatMap((app) => {
  const folder = join('dist', app)
  return [folder, join(folder, 'assets')].flatMap((each) => readdirSync(each).map((name) => join(each, name)))
}).filter((file) => file.endsWith(kind))

/** Chrome 86 lacks what these make. Class fields and private methods it knows, though the standard has them from 2022. */
const TOO_NEW = new Set(['StaticBlock'])
function found(node: unknown, inFunction: boolean): string[] {
  if (node === null || typeof node !== 'object')
    return []
  if (Array.isArray(node))
    return node.flatMap((each) => found(each, inFunction))
  const { type, ...rest } = node as { type?: string, left?: { type?: string } }
  const here = TOO_NEW.has(type ?? '') || (type === 'AwaitExpression' && !inFunction)
    || (type === 'BinaryExpression' && rest.left?.type === 'PrivateIdentifier')
  const within = inFunction || /Function/.test(type ?? '')
  return [...here ? [String(type)] : [], ...Object.values(rest).flatMap((each) => found(each, within))]
}

/** CSS that Chrome 86 drops with the whole rule. (`:is` stands once in Element Plus, where nothing hangs on it.) */
const UNKNOWN = /:has\(|:where\(|@layer|@container|color-mix\(|oklch\(|\d(dvh|svh|lvh)|aspect-ratio:|[^-]inset:/g

describe.skipIf(!built.length)('the build', () => {
  it('has every app', () => {
    expect(built).toEqual(APPS)
    expect(files('.js').length).toBeGreaterThan(20)
  })
  it.each(files('.js'))('%s can be read by Chrome 86 and Firefox 115', (file) => {
    const tree = parse(readFileSync(file, 'utf8'), { ecmaVersion: 2022, sourceType: 'module' })
    expect(found(tree, false)).toEqual([])
  })
  it.each(files('.css'))('%s says nothing that Chrome 86 does not know', (file) => {
    expect(readFileSync(file, 'utf8').match(UNKNOWN) ?? []).toEqual([])
  })
  it('is told apart from what is too new', () => {
    const code = 'class A { static { f() } #a; b(o) { return #a in o } } await f()'
    const tree = parse(code, { ecmaVersion: 2022, sourceType: 'module' })
    expect(found(tree, false)).toEqual(['StaticBlock', 'BinaryExpression', 'AwaitExpression'])
  })
})
