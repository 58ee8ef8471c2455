import { once } from 'node:events'
import type { Message } from 'grammy/types'
import type { TelegramClient } from 'telegram-test-api/lib/modules/telegramClient.js'
import { keysOf } from './methods.ts'
import type { TelegramWorld } from './world.ts'

/** A message as the person sees it now: without buttons once they were taken back. */
export interface Shown {
  readonly id: number
  readonly text: string
  readonly buttons: readonly { readonly label: string; readonly token: string; readonly url?: string }[]
  /** The file that it plays. */
  readonly voice?: string
  readonly rows: readonly (readonly string[])[]
  readonly silent: boolean
  readonly protected: boolean
}

/** A person with Telegram in their hand. */
export class TelegramUser {
  readonly chatId: number
  readonly #world: TelegramWorld
  readonly #client: TelegramClient
  #seen = 0

  constructor(world: TelegramWorld, chatId: number, firstName: string) {
    this.chatId = chatId
    this.#world = world
    this.#client = world.server.getClient(world.token, {
      userId: chatId,
      chatId,
      firstName,
      userName: `${firstName.toLowerCase()}_example`,
    })
    world.chats.add(String(chatId))
  }

  async says(text: string): Promise<void> {
    await this.#world.server.addUserMessage(this.#client.makeMessage(text, { date: this.#world.saidAt() }))
    await this.#world.collect()
  }

  /** Taps a button of the newest message that shows it. Throws when none does: a person cannot either. */
  async taps(label: string): Promise<void> {
    const holder = this.screen().findLast((m) => m.buttons.some((b) => b.label === label))
    const button = holder?.buttons.find((b) => b.label === label)
    if (!holder || !button) throw new Error(`No message shows a button [${label}].`)
    await this.presses(button.token, holder.id)
  }

  /** Presses a button whether or not it still stands: a phone that was offline shows old ones. */
  async presses(token: string, messageId = 1): Promise<void> {
    const message = { message_id: messageId, date: this.#world.saidAt() - 9_000, text: '' }
    await this.#world.server.addUserCallback(this.#client.makeCallbackQuery(token, { message }))
    await this.#world.collect()
  }

  /** Sends something that is not text, such as `{ sticker: … }` or `{ photo: [], caption: '…' }`. */
  async sends(content: Partial<Message>): Promise<void> {
    await this.#world.inject({ message: this.#message(content) as never })
  }

  async edits(text: string): Promise<void> {
    const edited = { ...this.#message({ text }), edit_date: this.#world.saidAt() + 60 }
    await this.#world.inject({ edited_message: edited as never })
  }

  async blocks(): Promise<void> {
    this.#world.blockedBy.add(String(this.chatId))
    await this.#becomes('member', 'kicked')
  }

  async unblocks(): Promise<void> {
    this.#world.blockedBy.delete(String(this.chatId))
    await this.#becomes('kicked', 'member')
  }

  /** Says something in a group that the bot is in. */
  async saysInGroup(text: string): Promise<void> {
    const chat = { id: -100_200_300, type: 'group', title: 'Neighbours' } as const
    await this.#world.inject({ message: { ...this.#message({ text }), chat } as never })
  }

  /** The next message that this person has not seen yet; waits for it. */
  async sees(): Promise<Shown> {
    for (;;) {
      const next = this.screen()[this.#seen]
      if (next) {
        this.#seen++
        return next
      }
      await once(this.#world, 'sent')
    }
  }

  /** All that stands in the chat from the bot, oldest first. */
  screen(): Shown[] {
    return this.#world.server.storage.botMessages
      .filter((m) => String(m.message.chat_id) === String(this.chatId))
      .map(({ messageId, message }) => ({
        id: messageId,
        text: String(message.text),
        buttons: keysOf(message)
          .flat()
          .map((key) => ({
            label: key.text,
            token: key.callback_data ?? '',
            ...(key.url !== undefined && { url: key.url }),
          })),
        ...('voice' in message && { voice: String(message.voice) }),
        rows: keysOf(message).map((row) => row.map((key) => key.text)),
        silent: message.disable_notification === true,
        protected: message.protect_content === true,
      }))
  }

  /** What stands pinned above the chat. */
  pinned(): Shown[] {
    const ids = this.#world.pinned.get(String(this.chatId)) ?? []
    return this.screen().filter(({ id }) => ids.includes(id))
  }

  async #becomes(before: string, after: string): Promise<void> {
    const { from, chat } = this.#message({})
    const bot = { id: 110201543, is_bot: true, first_name: 'Ten minutes' }
    const change = {
      from,
      chat,
      date: this.#world.saidAt(),
      old_chat_member: { user: bot, status: before },
      new_chat_member: { user: bot, status: after },
    }
    await this.#world.inject({ my_chat_member: change as never })
  }

  #message(content: Partial<Message>): Message & { edit_date?: number } {
    const { botToken: _theirs, text: _none, ...common } = this.#client.makeMessage('', { date: this.#world.saidAt() })
    return { message_id: 900, ...common, ...content } as never
  }
}
