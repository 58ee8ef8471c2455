import { fsyncSync } from 'node:fs'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** Just enough of Emscripten's file system over Node's files: a stream knows the descriptor of its file. */
interface NodeFiles {
  readonly stream_ops: { fsync?: (stream: { nfd: number }) => number }
}

/**
 * PGlite's files, with a sync that reaches the disk. As shipped, `fsync` on its Node file system does nothing and
 * answers success (0.5.16), so a committed message may be lost with the power. Here it calls the kernel, and counts:
 * a start can then prove that a commit really syncs.
 */
export class DurableFileSystem extends NodeFS {
  syncs = 0

  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...args)
    const before = made.emscriptenOpts.preRun ?? []
    made.emscriptenOpts.preRun = [
      ...(Array.isArray(before) ? before : [before]),
      (module: object) => {
        const files = nodeFiles(module)
        if (!files) return // then no sync is counted, and the start refuses
        files.stream_ops.fsync = (stream) => this.sync(stream.nfd)
      },
    ]
    return made
  }

  /** Throws into the database, whose statement then fails instead of promising. */
  protected sync(descriptor: number): number {
    fsyncSync(descriptor)
    this.syncs += 1
    return 0
  }
}

function nodeFiles(module: object): NodeFiles | undefined {
  const files: unknown = 'NODEFS' in module ? module.NODEFS : undefined
  return typeof files === 'object' && files !== null && 'stream_ops' in files ? (files as NodeFiles) : undefined
}
