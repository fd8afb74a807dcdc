import { describe, expect, it } from 'vitest'
import { bodyOf, fresh, missingIn } from './whistle'

const said = { ...fresh(), hazard_class: 'unsafe_act', text: '跨越皮带机', location: '装配线', name: '王小虎', phone: '13800000001' }

describe('A report', () => {
  it('needs a name only where one is given, and none beside an account', () => {
    expect(missingIn(said, false)).toEqual({})
    expect(Object.keys(missingIn({ ...said, how: 'hidden', name: ' ', phone: '12' }, false))).toEqual(['name', 'phone'])
    expect(missingIn({ ...said, how: 'hidden', name: '', phone: '' }, true)).toEqual({})
    expect(Object.keys(missingIn(fresh(), false))).toEqual(['hazard_class', 'text', 'location'])
  })

  it('without a name sends none, even if one was typed before', () => {
    expect(bodyOf(said)).not.toHaveProperty('name')
    expect(bodyOf(said)).not.toHaveProperty('phone')
    expect(bodyOf({ ...said, how: 'named' })).toMatchObject({ name: '王小虎', phone: '13800000001' })
  })
})
