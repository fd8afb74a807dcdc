import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import type { LayoutName } from './layouts'
import VideoWall from './VideoWall.vue'
import type { WallTile } from './wall'

const made = vi.hoisted(() => ({ count: 0 }))
vi.mock('./LiveVideo.vue', () => ({
  default: defineComponent({
    props: { name: String, address: Function, keep: Function, reachable: Boolean },
    setup(props, { slots }) {
      made.count += 1
      return () => h('section', { tabindex: props.reachable ? 0 : -1 }, [props.name, slots['controls']?.()])
    },
  }),
}))
beforeEach(() => made.count = 0)

const device = (id: number, name: string): WallTile => ({ id, name, address: () => Promise.resolve('wss://x') })
const [east, west, north] = [device(3, '东门'), device(1, '西门'), device(2, '北门')]

function wall(tiles: (WallTile | null)[], layout: LayoutName = '4') {
  const wrapper = mount(VideoWall, {
    attachTo: document.body,
    props: {
      tiles, layout, 'onUpdate:tiles': (tiles: readonly (WallTile | null)[]) => wrapper.setProps({ tiles }),
      'onUpdate:layout': (layout: LayoutName | undefined) => wrapper.setProps({ layout }),
    },
  })
  const at = (index: number) => wrapper.get(`[data-place="${index}"]`)
  const names = (): (string | undefined)[] => wrapper.props('tiles').map((tile) => tile?.name)
  const press = async (index: number, key: string, more: object = {}): Promise<void> => {
    await at(index).trigger('keydown', { key, ...more })
    await nextTick()
  }
  return { wrapper, at, names, press }
}

describe('A wall', () => {
  it('has a place for each, and says what to do about an empty one', () => {
    const { wrapper, at } = wall([east, null, west])
    expect([0, 1, 2, 3].map((index) => at(index).text())).toEqual([
      '东门', expect.stringContaining('请在设备列表里选一台设备'), '西门', expect.stringContaining('空位'),
    ])
    expect(wrapper.findAll('.place').length).toBe(4)
  })

  it('moves a picture by Shift and an arrow, which goes on playing', async () => {
    const { at, names, press } = wall([east, west, null, null])
    await press(0, 'ArrowRight', { shiftKey: true })
    expect(names()).toEqual(['西门', '东门', undefined, undefined])
    await press(1, 'ArrowDown', { shiftKey: true })
    expect([names(), at(3).text()]).toEqual([['西门', undefined, undefined, '东门'], '东门'])
    expect(made.count).toBe(2)
    expect(document.activeElement?.textContent).toBe('东门')
  })

  it('keeps pictures at their place in the page when they change theirs on the wall', async () => {
    const { wrapper, press } = wall([east, west])
    const order = (): string[] => wrapper.findAll('.wall section').slice(0, 2).map((each) => each.text())
    const before = order()
    await press(0, 'ArrowRight', { shiftKey: true })
    expect(order()).toEqual(before)
  })

  it('walks by arrows', async () => {
    const { wrapper, press } = wall([east, west])
    await press(0, 'ArrowDown')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('第 3 格，空位')
    expect(wrapper.emitted('update:tiles')).toBeUndefined()
  })

  it('moves by dragging', async () => {
    const { at, names } = wall([east, west])
    await at(0).trigger('dragstart')
    await at(3).trigger('dragover')
    expect(at(3).classes()).toContain('over')
    await at(3).trigger('drop')
    expect(names()).toEqual([undefined, '西门', undefined, '东门'])
    await at(1).trigger('drop')
    expect(names()).toEqual([undefined, '西门', undefined, '东门'])
  })

  it('enlarges by double click or Enter, the others go on behind it', async () => {
    const { at, press } = wall([east, west])
    await at(1).trigger('dblclick')
    expect([at(0).classes().includes('away'), at(1).classes().includes('away')]).toEqual([true, false])
    await press(1, 'Escape')
    expect(at(0).classes()).not.toContain('away')
    await press(3, 'Enter')
    expect(at(0).classes()).not.toContain('away')
    await press(0, 'Enter')
    expect(at(1).classes()).toContain('away')
    expect(made.count).toBe(2)
  })

  it('takes a picture off, by button or Delete', async () => {
    const { at, names, press } = wall([east, west])
    await at(0).get('[aria-label="移出 东门"]').trigger('click')
    await press(1, 'Delete')
    expect(names()).toEqual([undefined, undefined])
  })

  it('puts the next device where there is room, and none twice', async () => {
    const { wrapper, names } = wall([east, null, null, null])
    wrapper.vm.put(north)
    await nextTick()
    expect(names()).toEqual(['东门', '北门', undefined, undefined])
    wrapper.vm.put(east)
    await nextTick()
    expect(names().filter((name) => name === '东门').length).toBe(1)
  })

  it('changes its layout, and says how many it does not show', async () => {
    const { wrapper } = wall([east, west, north])
    await wrapper.get('.bar button').trigger('click')
    expect(wrapper.findAll('.place').length).toBe(1)
    expect(wrapper.text()).toContain('另有 2 路未显示')
    await wrapper.setProps({ layout: '1+5' })
    expect(wrapper.findAll('.place').length).toBe(6)
  })
})
