/** Coming as expert, insurer or training institution: one's own applications, and the form of one. */
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { api, type Page } from './client'
import { stored, useAttempts } from './joining'
import type { components } from './schema'
import { useSession } from './session'
import type { FileRef, Region } from './types'

type Schemas = components['schemas']
export type Application = Schemas['ApplicationDetail']
type Row = Schemas['Application']

const TYPED = 'changqian.applying'

/** One's own applications, the newest first, whole: what was sent is what is corrected. */
export function useAdmissions() {
  const session = useSession()
  const rows = shallowRef<Application[]>([])
  const loaded = ref(false)
  const { error, busy, attempt } = useAttempts()
  const holds = computed(() => rows.value.filter(({ status }) => status === 'approved'))

  async function look(): Promise<void> {
    const { results } = await api.get<Page<Row>>('/api/professionals/', { mine: true, limit: 20, ordering: '-id' })
    rows.value = await Promise.all(results.map(({ id }) => api.get<Application>(`/api/professionals/${id}/`)))
    loaded.value = true
  }

  const withdraw = ({ id, version }: Application) => attempt(async () => {
    await api.post(`/api/professionals/${id}/withdraw/`, { version })
    await Promise.all([session.start(), look()])
  })

  void attempt(look)
  return reactive({ rows, holds, loaded, error, busy, look: () => attempt(look), withdraw })
}

interface Given {
  kind: Application['kind']
  unit: string
  uscc: string
  region: number | null
  expertise: Application['expertise']
  courses: Application['courses']
  title: string
  certificate_no: string
  worked_years: number | string | null
  permit_no: string
  message: string
  licence: FileRef[]
  papers: FileRef[]
}

const EMPTY: Given = {
  kind: 'expert', unit: '', uscc: '', region: null, expertise: [], courses: [], title: '', certificate_no: '', worked_years: null,
  permit_no: '', message: '', licence: [], papers: [],
}

/** Applying, or correcting `before`. What is typed stays in this tab; the number of the certificate does not. */
export function useApplying(before: Application | null, done: () => void) {
  const key = before ? `${TYPED}.${before.id}` : TYPED
  const start: Given = before ? { ...EMPTY, ...known(before) } : { ...EMPTY }
  const given = reactive<Given>({ ...start, ...stored<Given>(key) })
  const districts = shallowRef<Region[]>([])
  const { error, busy, attempt } = useAttempts()
  const institution = computed(() => given.kind !== 'expert')
  watch(districts, (known) => {
    // From outside the city stands at the city itself, which is no choice of the list.
    if (!known.some(({ id }) => id === given.region))
      given.region = null
  })
  // What is missing for one kind is not for another.
  watch(() => given.kind, () => { error.value = null })
  watch(given, () => sessionStorage.setItem(key, JSON.stringify({ ...given, certificate_no: '' })))
  void api.get<Region[]>('/api/regions/').then((all) => { districts.value = all.filter(({ path }) => path.length === 8) }, () => undefined)

  const submit = () => attempt(async () => {
    const { kind, licence, papers, worked_years, ...rest } = given
    const years = worked_years === null || worked_years === '' ? null : Number(worked_years)
    const body = { ...rest, worked_years: years, licence: licence.map(({ id }) => id), papers: papers.map(({ id }) => id) }
    if (before)
      await api.post(`/api/professionals/${before.id}/correct/`, { ...body, version: before.version })
    else
      await api.post('/api/professionals/', { ...body, kind })
    sessionStorage.removeItem(key)
    done()
  })

  const wrong = (name: string) => error.value?.fields[name]?.[0] ?? ''
  return reactive({ given, districts, institution, error, busy, submit, wrong })
}

/** What stands there already; the certificate number is masked, and left as it is unless typed anew. */
function known(row: Application): Partial<Given> {
  const { kind, unit, uscc, region, expertise, courses, title, worked_years, permit_no, message, licence, papers } = row
  return {
    kind, unit, uscc, region, expertise, courses, title, worked_years: worked_years ?? null, permit_no, message,
    licence, papers,
  }
}
