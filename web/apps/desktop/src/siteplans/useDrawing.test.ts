import { describe, expect, it } from 'vitest'
import { useDrawing } from './useDrawing'

function withZone() {
  const drawing = useDrawing()
  drawing.start({ zones: [], marks: [] })
  drawing.corners.value = [[0, 0], [1, 0], [1, 1]]
  drawing.close()
  return drawing
}

describe('drawing', () => {
  it('takes a whole drag back as one step', () => {
    const drawing = useDrawing()
    drawing.start({ zones: [], marks: [{ id: 7, x: 0.1, y: 0.1 }] })
    for (const x of [0.2, 0.3, 0.4])
      drawing.move(7, [x, 0.1])
    drawing.settle()
    expect(drawing.now.value.marks[0]!.x).toBe(0.4)
    drawing.undo()
    expect(drawing.now.value.marks[0]!.x).toBe(0.1)
    expect(drawing.changed.value).toBe(false)
  })

  it('names zones apart, and refuses a name that is taken', () => {
    const drawing = withZone()
    drawing.corners.value = [[0, 0], [1, 0], [1, 1]]
    drawing.close()
    expect(drawing.now.value.zones.map((zone) => zone.name)).toEqual(['区域1', '区域2'])
    expect(drawing.rename('区域2', '区域1')).toBe(false)
    expect(drawing.rename('区域2', ' 仓库 ')).toBe(true)
    expect(drawing.picked.value).toBe('仓库')
  })

  it('makes no zone of two corners', () => {
    const drawing = useDrawing()
    drawing.start({ zones: [], marks: [] })
    drawing.corners.value = [[0, 0], [1, 0]]
    drawing.close()
    expect(drawing.now.value.zones).toEqual([])
  })

  it('is unchanged once saved, and changed again by taking a step back', () => {
    const drawing = withZone()
    drawing.kept()
    expect(drawing.changed.value).toBe(false)
    drawing.undo()
    expect(drawing.changed.value).toBe(true)
  })
})
