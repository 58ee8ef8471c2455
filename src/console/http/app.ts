import { Hono, type Context } from 'hono'
import { cookieFor, cookieIn, csrfOf, sessionHash } from '../account/session.ts'
import { alarms } from '../cover/standing.ts'
import { HoldfastError } from '../../core/errors.ts'
import { SOUND_TYPES } from '../../core/sound/format.ts'
import { partAsked } from '../../core/sound/part.ts'
import { layout, notice, plainLayout } from '../look/layout.ts'
import { tooLarge } from '../look/sound.ts'
import { changes } from './changes.ts'
import { addFiles } from './files.ts'
import { emptyForm, formOf, hostOf } from './form.ts'
import { HEADERS } from './headers.ts'
import { ROUTES } from './routes.ts'
import { NotFound, Refused, page, type Answer, type ConsoleDeps, type OpenRoute, type OwnRoute } from './visit.ts'

/** The clinicians' console, to hang at /console. `addressOf` names who asks, for the count of failed sign-ins. */
export function createConsole(deps: ConsoleDeps, addressOf: (context: Context) => string = () => 'unknown'): Hono {
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value)
    }
  })
  addFiles(app)
  app.get('/changes', async (context) => {
    const cookie = cookieIn(context.req.header('cookie'), 'session')
    const isOpen = async () =>
      cookie !== null && (await deps.access.session(deps.clinic, sessionHash(cookie), false)) !== null
    return (await isOpen()) ? changes(deps.onChange, isOpen) : context.body(null, 401)
  })
  for (const route of ROUTES) {
    const path = route.path === '/' ? '/' : route.path
    app.on(route.method, path, async (context) => {
      const asked: Asked = { context, deps, address: addressOf(context) }
      return route.for === 'anybody' ? open(asked, route) : own(asked, route)
    })
  }
  // Not `notFound`: under the server's own app that would not be asked.
  app.all('*', (context) => {
    if (context.req.path === '/console/') return context.redirect('/console', 301)
    return context.html(plainLayout('Not here', notice('There is no such page.')), 404)
  })
  app.onError((error, context) => {
    if (error instanceof HoldfastError && error.code === 'store.down')
      return context.html(
        plainLayout('One moment', notice('The database does not answer. Please try again in a minute.')),
        503,
      )
    return context.html(
      plainLayout('Something went wrong', notice('That did not work, and nothing was changed. Please try again.')),
      500,
    )
  })
  return app
}

interface Asked {
  readonly context: Context
  readonly deps: ConsoleDeps
  readonly address: string
}

async function own({ context, deps }: Asked, route: OwnRoute): Promise<Response> {
  const cookie = cookieIn(context.req.header('cookie'), 'session')
  const who = cookie === null ? null : await deps.access.session(deps.clinic, sessionHash(cookie), true)
  if (cookie === null || who === null) return context.redirect('/console/sign-in', 303)
  const settings = await deps.settings()
  const csrf = csrfOf(cookie)
  const show = async (answer: Answer) => {
    if (answer.kind !== 'page') return plainAnswer(context, answer)
    const told = alarms({ settings, people: await deps.duty.people(deps.clinic), now: deps.world.now() })
    return context.html(
      layout({ title: answer.title, body: answer.body, who, settings, csrf, path: context.req.path, alarms: told }),
      answer.status ?? 200,
    )
  }
  if (!route.for.includes(who.role)) return show(NOTHING)
  const form = await formOf(context, { deps, csrf, method: route.method, upload: route.upload ?? null })
  if (form === 'too-long') return show(tooLong(route.upload ?? 0))
  if (form === 'refused') return show(NOT_OURS)
  if (route.proven && !who.proven) return context.redirect('/console/account/prove', 303)
  const visit = {
    deps,
    clinic: deps.clinic,
    settings,
    who,
    session: sessionHash(cookie),
    people: deps.peopleAs(who.clinician),
    reads: deps.consoleAs(who.clinician),
    care: deps.careAs(who.clinician),
    path: context.req.path,
    csrf,
    form,
    ...readersOf(context),
  }
  try {
    const answer = await route.run(visit)
    if (route.method === 'POST') deps.changed()
    return await show(answer)
  } catch (error) {
    return show(answerTo(error))
  }
}

async function open({ context, deps, address }: Asked, route: OpenRoute): Promise<Response> {
  const secure = isSecure(context, deps)
  const before = cookieIn(context.req.header('cookie'), 'before') ?? deps.randomBytes(32).toString('base64url')
  const csrf = csrfOf(before)
  const form = await formOf(context, { deps, csrf, method: route.method, upload: null })
  const settings = await deps.settings()
  const cookies: string[] = [cookieFor(before, 'before', secure)]
  const stranger = {
    deps,
    settings,
    address,
    host: hostOf(context),
    csrf,
    form: typeof form === 'string' ? emptyForm() : form,
    ...readersOf(context),
    // A number of its own for every sign-in: one that was there before is worth nothing afterwards.
    signIn: (token: string) => {
      cookies.push(cookieFor(token, 'session', secure), cookieFor(null, 'before', secure))
    },
  }
  let answer: Answer
  try {
    answer = typeof form === 'string' ? NOT_OURS : await route.run(stranger)
  } catch (error) {
    answer = answerTo(error)
  }
  for (const cookie of cookies) context.header('set-cookie', cookie, { append: true })
  if (answer.kind !== 'page') return plainAnswer(context, answer)
  return context.html(plainLayout(answer.title, answer.body, settings), answer.status ?? 200)
}

const NOT_OURS = page(
  'Not sent',
  notice('That form was too old or came from elsewhere. Please go back, reload and send it again.'),
  403,
)
const tooLong = (most: number) => page('Not kept', notice(tooLarge(most)), 409)
const NOTHING = page('Not here', notice('There is no such page, or it is not yours to see.'), 404)

function answerTo(error: unknown): Answer {
  if (error instanceof NotFound) return NOTHING
  if (error instanceof Refused) return page('Not done', notice(error.message), 409)
  if (error instanceof HoldfastError && error.code === 'command.refused')
    return page('Not done', notice(error.sentence), 409)
  throw error
}

function plainAnswer(context: Context, answer: Exclude<Answer, { kind: 'page' }>): Response {
  if (answer.kind === 'go') return context.redirect(answer.to, 303)
  if (answer.kind === 'sound') return soundAnswer(context, answer)
  return context.body(answer.text, 200, {
    'content-type': answer.type,
    'content-disposition': `attachment; filename="${answer.name}"`,
  })
}

function soundAnswer(context: Context, { format, bytes }: Extract<Answer, { kind: 'sound' }>): Response {
  const headers = { 'content-type': SOUND_TYPES[format], 'accept-ranges': 'bytes' }
  const asked = partAsked(context.req.header('range') ?? null, bytes.length)
  if (asked === 'whole') return context.body(new Uint8Array(bytes), 200, headers)
  if (asked === 'beyond') return context.body(null, 416, { ...headers, 'content-range': `bytes */${bytes.length}` })
  const range = `bytes ${asked.from}-${asked.to}/${bytes.length}`
  const part = new Uint8Array(bytes.subarray(asked.from, asked.to + 1))
  return context.body(part, 206, { ...headers, 'content-range': range })
}

function readersOf(context: Context) {
  return {
    param: (name: string) => context.req.param(name) ?? '',
    query: (name: string) => context.req.query(name),
  }
}

function isSecure(context: Context, { publicUrl }: ConsoleDeps): boolean {
  if (!publicUrl?.startsWith('https:')) return false
  return new URL(publicUrl).host === hostOf(context)
}
