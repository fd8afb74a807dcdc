import { describe, expect, it } from 'vitest'
import { filled, placed, soundWall } from './wall'

const hung = (recorder: number, channel = '') => ({ recorder, channel, name: `记录仪${recorder}` })
const tile = (id: string) => ({ id })
const ids = (tiles: readonly ({ id: string } | null)[]) => tiles.map((each) => each?.id ?? '')

describe('what is remembered of a wall', () => {
  it('is its layout and what hung where', () => {
    const kept = { layout: '9', tiles: [hung(3), null, hung(3, '3204')] }
    expect(soundWall(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
  })

  it('is four empty places where there is nothing, or nothing sound', () => {
    const empty = { layout: '4', tiles: [] }
    expect([null, 'x', { layout: '25', tiles: 'x' }].map(soundWall)).toEqual([empty, empty, empty])
  })

  it('leaves a place empty where what hung there makes no sense, or hangs elsewhere already', () => {
    const kept = { layout: '1', tiles: [hung(1), { recorder: 'x' }, hung(1), 7, ...Array<null>(30).fill(null)] }
    const { tiles } = soundWall(kept)
    expect([tiles.length, tiles.filter(Boolean)]).toEqual([16, [hung(1)]])
  })
})

describe('what is put on a wall', () => {
  it('takes the very place it is dropped on, and leaves the one it had', () => {
    expect(ids(placed([tile('a'), tile('b')], 1, tile('a')))).toEqual(['', 'a'])
    expect(ids(placed([], 2, tile('c')))).toEqual(['', '', 'c'])
  })

  it('fills what is empty and disturbs nothing that is there', () => {
    expect(ids(filled([null, tile('b')], 4, ['a', 'b', 'c', 'd', 'e'].map(tile)))).toEqual(['a', 'b', 'c', 'd'])
  })

  it('comes into sight when it hung out of sight, and is not shown twice', () => {
    expect(ids(filled([null, null, tile('x'), tile('a')], 2, [tile('a')]))).toEqual(['a', '', 'x', ''])
  })
})
