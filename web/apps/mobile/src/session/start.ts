/** Who uses this phone, also without a network: the last user who has not signed out. */
import { asApiError, useSession, type Config, type Me } from '@changqian/api'
import { theShelf } from '../offline'

interface Last { me: Me, config: Config }

/** Like the server's own rule for late records: after a week without a network, sign in again. */
const TRUSTED = 7 * 86_400_000
const NOBODY = 0
/** Set when somebody signed out without a network: the server is told at the next start. */
const LEFT = 'changqian.left'

/** Rejects with the error when neither the server nor the phone knows who it is. */
export async function start(): Promise<void> {
  const session = useSession()
  try {
    if (localStorage.getItem(LEFT)) {
      await session.signOut()
      localStorage.removeItem(LEFT)
    }
    await session.start()
    await remember()
  } catch (thrown) {
    const last = await theShelf().get<Last | null>(NOBODY, 'last')
    if (!asApiError(thrown).offline || !last?.value || Date.now() - last.at > TRUSTED)
      throw thrown
    session.me = last.value.me
    session.config = last.value.config
  }
}

/** Who used this phone last, to spare him typing his name. */
export async function lastUser(): Promise<string> {
  const last = await theShelf().get<Last | null>(NOBODY, 'last')
  return last?.value?.me.username ?? ''
}

/** After every sign-in. */
export async function remember(): Promise<void> {
  const { me, config } = useSession()
  await theShelf().keep(NOBODY, 'last', me && { me: JSON.parse(JSON.stringify(me)), config: JSON.parse(JSON.stringify(config)) })
}

/** What was read goes with the user; what he has not yet sent stays on the phone, under his name. */
export async function leave(): Promise<void> {
  const session = useSession()
  const user = session.me?.id
  await session.signOut().catch(() => {
    localStorage.setItem(LEFT, '1')
    session.me = null
  })
  if (user !== undefined)
    await theShelf().forget(user)
  await theShelf().keep(NOBODY, 'last', null)
}
