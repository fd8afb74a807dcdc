import { describe, expect, it } from 'vitest'
import { grouped, type Drill } from './drills'

const drill = (id: number, status: Drill['status'], happens_on: string) => ({ id, status, happens_on }) as Drill

describe('the agenda of drills', () => {
  it('puts first what should have been held, then today, then the months, then what was held', () => {
    const rows = [
      drill(1, 'held', '2026-01-10'), drill(2, 'planned', '2026-03-01'), drill(3, 'evaluated', '2026-03-02'),
      drill(4, 'planned', '2026-03-16'), drill(5, 'planned', '2026-03-30'), drill(6, 'planned', '2026-05-01'),
    ]
    expect(grouped(rows, '2026-03-16').map(({ word, drills }) => [word, drills.map(({ id }) => id)])).toEqual([
      ['已过计划日期，还没有登记', [2]], ['今天', [4]], ['3月', [5]], ['5月', [6]], ['已演练', [3, 1]],
    ])
  })
})
