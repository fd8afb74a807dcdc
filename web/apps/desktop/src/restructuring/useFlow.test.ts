import { ApiError, useSession } from '@changqian/api'
import type { Me } from '@changqian/api'
import { enterprises } from '@changqian/ledgers'
import type { Schemas } from '@changqian/ledgers'
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import type { FlowTask } from './useFlow'
import { useFlow } from './useFlow'

const command = enterprises.commands.find(({ step }) => step === 'merge')!
const row = { id: 7, version: 3 } as Schemas['EnterpriseDetail']
const told = { moves: [{ label: '场所', count: 2 }], sites: [], conflicts: [] }
const done = { id: 41 } as Schemas['Restructuring']

function flow(task: Partial<FlowTask> = {}) {
  let made!: ReturnType<typeof useFlow>
  mount(defineComponent({
    setup() {
      made = useFlow({ command, row, ask: () => Promise.resolve(told), send: () => Promise.resolve(done), ...task })
      return () => null
    },
  }))
  return made
}

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  useSession().me = { id: 2 } as Me
})

describe('something done in three steps', () => {
  it('says what is missing before anything is asked', async () => {
    const ask = vi.fn<FlowTask['ask']>()
    const merge = flow({ ask })
    await merge.go()
    expect(merge.form.errors.value).toEqual({ other: '请选择重复的那一家' })
    expect(merge.at.value).toBe(0)
    expect(ask).not.toHaveBeenCalled()
  })

  it('chooses, shows what moves, asks why, and is done', async () => {
    const send = vi.fn<FlowTask['send']>().mockResolvedValue(done)
    const merge = flow({ send })
    merge.form.values.value = { ...merge.form.values.value, other: 9 }
    await merge.go()
    expect([merge.at.value, merge.told.value, merge.blocked.value]).toEqual([1, told, false])
    await merge.go()
    expect(await merge.go()).toBeNull()
    expect(merge.form.errors.value).toEqual({ reason: '请填写合并原因' })
    merge.form.values.value = { ...merge.form.values.value, reason: '重复登记' }
    expect(await merge.go()).toBe(done)
    expect(send).toHaveBeenCalledWith({ other: 9, reason: '重复登记' }, 3)
  })

  it('does not go on while something stands there twice', async () => {
    const merge = flow({ ask: () => Promise.resolve({ ...told, conflicts: ['状态变更有1条重复'] }) })
    merge.form.values.value = { ...merge.form.values.value, other: 9 }
    await merge.go()
    expect(merge.blocked.value).toBe(true)
  })

  it('goes back to the choice with the sentence beside it', async () => {
    const refused = new ApiError({ status: 400, detail: '没有找到', fields: { other: ['没有找到要合并的企业'] } })
    const merge = flow({ ask: () => Promise.reject(refused) })
    merge.form.values.value = { ...merge.form.values.value, other: 9 }
    await merge.go()
    expect(merge.at.value).toBe(0)
    expect(merge.form.errors.value).toEqual({ other: '没有找到要合并的企业' })
  })

  it('shows again what moves when a firm was changed meanwhile, and sends its new version', async () => {
    const conflict = new ApiError({ status: 409, detail: '已被修改', current: { id: 7, version: 4 } })
    const send = vi.fn<FlowTask['send']>().mockRejectedValueOnce(conflict).mockResolvedValueOnce(done)
    const merge = flow({ send })
    merge.form.values.value = { other: 9, reason: '重复登记' }
    await merge.go()
    await merge.go()
    expect(await merge.go()).toBeNull()
    expect([merge.at.value, merge.changed.value]).toEqual([1, true])
    await merge.go()
    expect(await merge.go()).toBe(done)
    expect(send).toHaveBeenLastCalledWith({ other: 9, reason: '重复登记' }, 4)
  })
})
