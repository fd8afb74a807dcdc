import { describe, expect, it } from 'vitest'
import { answerOf, bodyOf, entries, kindOf, lines, wordsOf } from './reference'
import type { Reference } from './reference'

const DOCUMENT: Reference = {
  info: { title: '接口', version: '1' },
  paths: {
    '/api/hazards/': {
      get: {
        operationId: 'hazards_list', summary: '查询列表', tags: ['隐患'],
        responses: { 200: { content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Hazard' } } } } } },
      },
      post: {
        operationId: 'hazards_create', summary: '新增', tags: ['隐患'],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Hazard' } } } },
        responses: { 201: { description: '' } },
      },
    },
  },
  components: {
    schemas: {
      Level: { 'type': 'string', 'enum': ['general', 'major'], 'x-enum-labels': { general: '一般', major: '重大' } },
      Hazard: {
        type: 'object', required: ['title'],
        properties: {
          title: { type: 'string', title: '标题', maxLength: 50 },
          level: { allOf: [{ $ref: '#/components/schemas/Level' }], title: '等级' },
          parent: { $ref: '#/components/schemas/Hazard' },
          photos: { type: 'array', items: { type: 'integer' } },
        },
      },
    },
  },
}
const { schemas } = DOCUMENT.components

describe('the reference', () => {
  it('lists what there is', () => {
    expect(entries(DOCUMENT).map(({ verb, id, group }) => [verb, id, group])).toEqual([
      ['GET', 'hazards_list', '隐患'], ['POST', 'hazards_create', '隐患'],
    ])
  })

  it('says each field in words, and does not follow a schema into itself', () => {
    const [, create] = entries(DOCUMENT)
    expect(lines(bodyOf(create!), schemas).map(({ name, kind, required, words }) => [name, kind, required, words])).toEqual([
      ['title', '文本', true, '标题；最长 50'],
      ['level', '选项', false, '等级；general 一般、major 重大'],
      ['parent', '对象', false, ''],
      ['photos', '整数列表', false, ''],
    ])
  })

  it('knows the answer of a success', () => {
    const [list, create] = entries(DOCUMENT)
    expect(answerOf(list!)[0]).toBe('200')
    expect(kindOf(answerOf(list!)[1], schemas)).toBe('对象列表')
    expect(answerOf(create!)).toEqual(['201', undefined])
    expect(wordsOf(undefined, schemas)).toBe('')
  })
})
