/** Says that it is done, with the way back to where it can be undone. Stays long enough to be read. */
import type { Schemas } from '@changqian/ledgers'
import { ElMessage } from 'element-plus'
import { h } from 'vue'
import type { Router } from 'vue-router'
import { sentenceOf } from './words'

export function announce(row: Schemas['Restructuring'], router: Router): void {
  const shown = ElMessage({
    type: 'success',
    duration: 20_000,
    message: () => h('span', [
      `${sentenceOf(row)}。`,
      h('a', {
        href: `/restructurings?id=${row.id}`,
        onClick: (event: Event) => {
          event.preventDefault()
          shown.close()
          void router.push({ path: '/restructurings', query: { id: String(row.id) } })
        },
      }, '查看或撤销'),
    ]),
  })
}
