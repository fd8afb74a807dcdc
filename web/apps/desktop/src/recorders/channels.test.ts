import { expect, it } from 'vitest'
import { kindOf, watchable } from './channels'

it('offers what has a picture, and not the alarm button or the loudspeaker beside it', () => {
  const channels = ['32040000001317000010', '32040000001327000011', '32040000001347000001', '32040000001377000001', 'cam-1']
  expect(watchable(channels.map((number) => ({ number }))).map(({ number }) => number)).toEqual([channels[0], channels[1], 'cam-1'])
  expect(channels.map(kindOf)).toEqual(['', '', '报警输入', '语音输出', ''])
})
