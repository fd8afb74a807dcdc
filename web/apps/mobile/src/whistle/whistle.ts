/** What somebody reports, as the phone keeps it, and as it is sent. */
import type { components } from '@changqian/api'

type Schemas = components['schemas']
export type State = Schemas['WhistleState']
export type Receipt = Schemas['WhistleReceipt']

export interface Said {
  how: string
  hazard_class: string
  photos: string[]
  voice: string
  text: string
  location: string
  about_name: string
  name: string
  phone: string
}

export const fresh = (): Said => ({
  how: 'anonymous', hazard_class: '', photos: [], voice: '', text: '', location: '', about_name: '', name: '', phone: '',
})

export const HINTS: Readonly<Record<string, string>> = {
  named: '处理人会联系您；对外公示不写姓名。',
  hidden: '只有制度指定的处理人因办理需要能看到您是谁，每次查看都留记录。',
  anonymous: '不保存您是谁。凭查询码看进展，凭领奖码领奖，请保存好。',
}

/** What is missing, by field. `known`: the name is that of the account. */
export function missingIn(said: Said, known: boolean): Record<string, string> {
  const withName = said.how !== 'anonymous'
  return {
    ...(!said.hazard_class && { hazard_class: '请选择类别' }),
    ...(!said.text.trim() && { text: '请说明哪里有什么问题' }),
    ...(!said.location.trim() && { location: '请写明具体位置' }),
    ...(withName && !known && !said.name.trim() && { name: '请填写姓名' }),
    ...(withName && !known && !/^1\d{10}$/.test(said.phone.trim()) && { phone: '请填写11位手机号' }),
  }
}

export function bodyOf(said: Said): Record<string, unknown> {
  const { photos, voice, how, name, phone, ...words } = said
  return {
    ...words, how,
    ...(how !== 'anonymous' && { name: name.trim(), phone: phone.trim() }),
    photos: photos.map((photo) => ({ photo })),
    voice: voice ? { photo: voice } : null,
  }
}
