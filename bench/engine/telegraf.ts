import { BUTTONS, linesByStep } from './lines.ts'
import type { Walker } from './walk.ts'

/** The little of Telegraf that is used here. Its own types stand in bench/node_modules, which need not be installed. */
interface Ctx {
  readonly message?: { readonly text?: string }
  readonly scene: { enter(name: string): Promise<unknown>; leave(): Promise<unknown> }
  readonly wizard: { next(): unknown; selectStep(index: number): unknown }
  reply(text: string, extra?: object): Promise<unknown>
}
type Handler = (ctx: Ctx) => Promise<unknown>
interface Sent {
  readonly chat_id: number
  readonly text: string
}
interface Parts {
  readonly Telegraf: new (token: string) => {
    botInfo: object
    use(middleware: unknown): void
    on(what: 'message', handler: Handler): void
    handleUpdate(update: object): Promise<void>
  }
  /** Every update gets a Telegram of its own, so the network is cut at the class. */
  readonly Telegram: { readonly prototype: { callApi(method: string, payload: Sent): Promise<unknown> } }
  readonly Scenes: {
    readonly WizardScene: new (name: string, ...steps: Handler[]) => object
    readonly Stage: new (scenes: object[]) => { middleware(): unknown }
  }
  readonly session: (options: { store: object }) => unknown
  readonly Markup: {
    inlineKeyboard(rows: object[][]): object
    readonly button: { callback(a: string, b: string): object }
  }
}

const STEPS = [
  'open',
  'settle',
  'level',
  'sight',
  'sound',
  'air',
  'ground',
  'cue',
  'cue-again',
  'comfort',
  'level-after',
]

/** Telegraf's wizard over the same twelve turns: session as text in memory, no network. Null: not installed. */
export async function telegraf(): Promise<Walker | null> {
  const name = 'telegraf'
  const parts = (await import(name).catch(() => null)) as Parts | null
  if (!parts) return null
  const sessions = new Map<string, string>()
  const read = new Map<number, string[]>()
  const bot = new parts.Telegraf('1:bench')
  bot.botInfo = { id: 1, is_bot: true, first_name: 'bench', username: 'bench_bot' }
  parts.Telegram.prototype.callApi = async (_method, { chat_id, text }) => {
    read.get(chat_id)?.push(text)
    return { message_id: 1, chat: { id: chat_id, type: 'private' }, date: 0, text }
  }
  const store = {
    get: (key: string) => {
      const text = sessions.get(key)
      return text === undefined ? undefined : (JSON.parse(text) as unknown)
    },
    set: (key: string, value: unknown) => void sessions.set(key, JSON.stringify(value)),
    delete: (key: string) => void sessions.delete(key),
  }
  bot.use(parts.session({ store }))
  bot.use(new parts.Scenes.Stage([wizard(parts)]).middleware())
  bot.on('message', (ctx) => ctx.scene.enter('walk'))
  let updates = 0
  return {
    name: "engine: Telegraf's wizard",
    async hears(chat, words) {
      const said: string[] = []
      read.set(chat, said)
      const from = { id: chat, is_bot: false, first_name: 'Sam' }
      const message = {
        message_id: 1,
        date: 0,
        from,
        chat: { id: chat, type: 'private', first_name: 'Sam' },
        text: words,
      }
      await bot.handleUpdate({ update_id: ++updates, message })
      return said
    },
  }
}

function wizard({ Scenes, Markup }: Parts): object {
  const lines = linesByStep()
  const say = async (ctx: Ctx, step: string) => {
    const said = lines[step] ?? []
    for (const [index, text] of said.entries()) {
      const buttons = index === said.length - 1 ? (BUTTONS[step] ?? []) : []
      const keys = buttons.map((label) => [Markup.button.callback(label, label)])
      await ctx.reply(text, keys.length > 0 ? Markup.inlineKeyboard(keys) : {})
    }
    if (step === 'leave') return ctx.scene.leave()
    return ctx.wizard.selectStep(STEPS.indexOf(step) + 1)
  }
  const choose =
    (ways: Readonly<Record<string, string>>): Handler =>
    async (ctx) => {
      const next = ways[ctx.message?.text?.toLowerCase() ?? '']
      return next ? say(ctx, next) : ctx.reply('I did not understand that.')
    }
  const write =
    (next: string): Handler =>
    (ctx) =>
      say(ctx, next)
  const rate =
    (next: string): Handler =>
    async (ctx) => {
      const level = Number(ctx.message?.text)
      if (!Number.isInteger(level) || level < 0 || level > 10) return ctx.reply('I did not understand that.')
      return say(ctx, level < 7 ? next : 'leave')
    }
  return new Scenes.WizardScene(
    'walk',
    (ctx) => say(ctx, 'open'),
    choose({ begin: 'settle', later: 'leave' }),
    choose({ ready: 'level', 'not now': 'leave' }),
    rate('sight'),
    write('sound'),
    write('air'),
    write('ground'),
    write('cue'),
    choose({ 'once more': 'cue-again', 'enough for now': 'comfort' }),
    choose({ 'go on': 'comfort' }),
    write('level-after'),
    rate('leave'),
  )
}
