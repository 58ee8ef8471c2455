import {
  type Activity,
  BotAdapter,
  type ConversationReference,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder-core'
import { Botkit } from 'botkit'
import { HoldfastError } from '../../src/core/errors.ts'
import type { Inbound } from '../../src/core/message.ts'
import type { ShownEntry } from './entry.ts'

/*
 * Botkit as transport and nothing more: its turn in, its adapter out. Its dialogs lose answers that arrive together, its
 * `hears` and its storage see words, and an error in a handler would hang the request for ever. So what goes through it
 * is a ticket, which stands for the message; the message itself waits here. Loaded by `index.ts` when it is needed: with
 * all it brings Botkit takes two seconds and 75 MB.
 */

export interface Transport {
  /** Hands a message on; resolves or rejects exactly as `receive` does. */
  take(message: Inbound): Promise<void>
  /** Puts an entry in front of whoever has this address. */
  show(address: string, entry: ShownEntry): Promise<void>
  close(): Promise<void>
}

interface Ticket {
  readonly message: Inbound
  readonly done: PromiseWithResolvers<void>
}

type Show = (address: string, entry: ShownEntry) => void

export async function openTransport(receive: (message: Inbound) => Promise<void>, show: Show): Promise<Transport> {
  const adapter = new PageAdapter(show)
  const controller = new Botkit({ adapter, storage: NOTHING_KEPT, disable_webserver: true, disable_console: true })
  const tickets = new Map<string, Ticket>()
  controller.on('message', async (_bot, message) => {
    const found = tickets.get(String(message['ticket']))
    if (found) await receive(found.message).then(found.done.resolve, found.done.reject)
  })
  await new Promise<void>((resolve) => controller.ready(resolve))
  let count = 0
  return {
    async take(message) {
      const ticket = String(++count)
      const done = Promise.withResolvers<void>()
      tickets.set(ticket, { message, done })
      try {
        const turn = adapter
          .begin(message.address.reveal(), ticket, (context) => controller.handleTurn(context))
          // A turn that ends without having called us took nothing.
          .then(() => done.reject(new HoldfastError('channel.unreachable', 'Botkit handed nothing on.')), done.reject)
        await done.promise
        await turn
      } finally {
        tickets.delete(ticket)
      }
    },
    show: (address, entry) =>
      adapter.continueConversation(referenceTo(address), async (context) => {
        await context.sendActivity({ type: 'message', id: entry.id, channelData: entry })
      }),
    close: async () => {
      await controller.shutdown()
    },
  }
}

/** Botkit would keep the state of its dialogs, which nobody starts. */
const NOTHING_KEPT = {
  read: () => Promise.resolve({}),
  write: () => Promise.resolve(),
  delete: () => Promise.resolve(),
}

const US = { id: 'holdfast', name: '' }

function referenceTo(address: string): Partial<ConversationReference> {
  return {
    channelId: 'web',
    user: { id: address, name: '' },
    bot: US,
    conversation: { id: address, name: '', isGroup: false, conversationType: 'personal' },
    serviceUrl: '',
  }
}

/** The page as Botkit's platform. Sending is handing over: whether somebody sits there is the sockets' affair. */
class PageAdapter extends BotAdapter {
  readonly name = 'Holdfast page'
  readonly #show: Show

  constructor(show: Show) {
    super()
    this.#show = show
  }

  begin(address: string, ticket: string, logic: (context: TurnContext) => Promise<unknown>): Promise<void> {
    const activity = TurnContext.applyConversationReference(
      { type: 'message', id: ticket, text: '', channelData: { ticket } },
      referenceTo(address),
      true,
    )
    return this.runMiddleware(new TurnContext(this, activity), async (context) => {
      await logic(context)
    })
  }

  override sendActivities(_context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const responses = activities.map(({ id = '', conversation, channelData }) => {
      this.#show(conversation?.id ?? '', channelData as ShownEntry)
      return { id }
    })
    return Promise.resolve(responses)
  }

  override updateActivity(): Promise<void> {
    return Promise.resolve()
  }

  override deleteActivity(): Promise<void> {
    return Promise.resolve()
  }

  override continueConversation(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const event = { type: 'event', name: 'continueConversation' }
    return this.runMiddleware(
      new TurnContext(this, TurnContext.applyConversationReference(event, reference, true)),
      logic,
    )
  }
}
