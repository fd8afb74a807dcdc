import { useSession } from '@changqian/api'
import type { Me } from '@changqian/api'
import { defineLedger } from '@changqian/ledger'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import LedgerPage from './LedgerPage.vue'

interface Drill { id: number, version: number, title: string, status: string, enterprise_name: string }

const drills = defineLedger<Drill, { title: string }, { hold: { version: number } }>()({
  name: 'drills',
  title: '应急演练',
  purpose: '每年至少演练一次',
  unit: '场',
  empty: '先做年度计划。',
  labels: { title: '演练名称', status: '状态', enterprise_name: '企业' },
  options: { status: { planned: '已计划', held: '已演练' } },
  columns: ['title', 'status', 'enterprise_name'],
  filters: [{ key: 'status', input: 'multiselect' }, { key: 'enterprise', input: 'enterprise', label: '企业' }],
  ordering: '-id',
  create: { step: 'plan', form: { title: 'text' } },
  commands: { hold: {} },
}, { hold: ['planned'] }, { 'drills.plan': '计划演练', 'drills.hold': '登记演练' })

const rows: Drill[] = [
  { id: 1, version: 1, title: '消防疏散', status: 'planned', enterprise_name: '湖塘机械厂' },
  { id: 2, version: 1, title: '触电急救', status: 'held', enterprise_name: '湖塘机械厂' },
]
const fetched = vi.fn<(path: string) => Promise<Response>>()
/** What is asked beside the list: which ledgers take files, how the user arranged this one. */
let files: string[]
const beside = (path: string) => (path.includes('/ledgers/')
  ? answer(files.map((name) => ({ name, title: name, columns: [] })))
  : path.includes('/settings/') ? answer({ value: null }) : null)
const answer = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status }))

async function page(address = '/drills', me: Partial<Me> = {}) {
  const router = createRouter({
    history: createMemoryHistory(), routes: [{ path: '/:all(.*)', component: { template: '<i />' } }],
  })
  await router.push(address)
  setActivePinia(createPinia())
  useSession().me = { id: 2, permissions: ['drills.view', 'drills.plan', 'drills.hold'], roles: [], sites: [], enterprise: null, ...me } as unknown as Me
  const wrapper = mount(LedgerPage<Drill>, {
    props: { ledger: drills }, attachTo: document.body,
    global: {
      plugins: [router],
      stubs: { FilterInput: true, SavedSearches: true, ColumnSettings: true, RecordDrawer: true, ElPagination: true },
    },
  })
  await flushPromises()
  return { wrapper, router }
}

beforeEach(() => {
  localStorage.clear()
  document.body.innerHTML = ''
  fetched.mockReset()
  files = []
  vi.stubGlobal('fetch', (path: string) => beside(path) ?? fetched(path))
  fetched.mockImplementation(() => answer({ count: 2, capped: false, results: rows }))
})

describe('a ledger page', () => {
  it('asks for what the address says and shows it as chips', async () => {
    const { wrapper } = await page('/drills?status=planned,held&q=消防&page=2')
    expect(decodeURIComponent(fetched.mock.calls[0]![0])).toBe(
      '/api/drills/?limit=20&offset=20&ordering=-id&q=消防&status=planned&status=held',
    )
    expect(wrapper.find('.chips').text()).toContain('状态：已计划、已演练')
    expect(wrapper.find('h1').text()).toContain('2 场')
  })

  it('offers a step only where table and permission allow it', async () => {
    const { wrapper } = await page()
    expect(wrapper.findAll('.actions').map((cell) => cell.text())).toEqual(['登记演练', ''])
    const { wrapper: other } = await page('/drills', { permissions: ['drills.view'] })
    expect(other.text()).not.toContain('登记演练')
    expect(other.text()).not.toContain('计划演练')
  })

  it('leaves out what everybody of one firm has in common', async () => {
    const firm = { id: 1, name: '湖塘机械厂' }
    const { wrapper } = await page('/drills', { enterprise: firm, roles: [{ enterprise: 1 }] as Me['roles'] })
    expect(wrapper.find('.row-table').text()).not.toContain('湖塘机械厂')
  })

  it('says what to do when there is nothing yet, and what to take away when nothing fits', async () => {
    fetched.mockImplementation(() => answer({ count: 0, capped: false, results: [] }))
    expect((await page()).wrapper.find('.empty-state').text()).toContain('先做年度计划。')
    expect((await page('/drills?status=held')).wrapper.find('.empty-state').text()).toContain('没有符合条件的应急演练')
  })

  it('says what went wrong, with its number, and tries again', async () => {
    fetched.mockImplementation(() => answer({ detail: '服务器出错了', fields: {}, id: 'r-7' }, 500))
    const { wrapper } = await page()
    expect(wrapper.find('.error-state').text()).toContain('服务器出错了')
    expect(wrapper.find('.error-state').text()).toContain('r-7')
    fetched.mockImplementation(() => answer({ count: 2, capped: false, results: rows }))
    await wrapper.find('.error-state button').trigger('click')
    await flushPromises()
    expect(wrapper.text()).toContain('消防疏散')
  })

  it('goes back to page one when a condition changes, and keeps it in the address', async () => {
    const { wrapper, router } = await page('/drills?page=2')
    await wrapper.find('.search-row input').setValue('急救')
    await wrapper.find('.search-row input').trigger('keydown.enter')
    await flushPromises()
    expect(decodeURIComponent(fetched.mock.calls.at(-1)![0])).toContain('offset=0')
    expect(router.currentRoute.value.query).toEqual({ q: '急救' })
  })

  it('offers files where the server says that the ledger takes them', async () => {
    expect((await page()).wrapper.find('.toolbar').text()).toBe('计划演练')
    files = ['drills']
    expect((await page()).wrapper.find('.toolbar').text()).toContain('导入导出')
    files = ['people']
    expect((await page()).wrapper.find('.toolbar').text()).toBe('计划演练')
  })
})
