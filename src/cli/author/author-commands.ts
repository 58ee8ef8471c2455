import type { Command } from 'commander'
import { flowJsonSchema } from '../../script/schema.ts'
import { ask } from '../operate/ask.ts'
import { run } from '../operate/run.ts'
import { diffFiles, graphFile } from './read-flows.ts'

/** The commands for whoever writes or signs a flow: try, graph, diff, schema. */
export function addAuthorCommands(program: Command): void {
  program
    .command('try [paths...]')
    .description('talk to flows as a client would: nothing is stored, and time is yours')
    .option('--given <fact>', 'what holds at the beginning, as in a transcript; may be repeated', collected, [])
    .addHelpText(
      'after',
      '\nExample:\n  holdfast try --given "place: the pier" --given "cue-word: calm"\n  holdfast try my-flows/evening',
    )
    .action((paths: string[], { given }: { given: string[] }) =>
      run(async () => {
        const { tryFlows } = await import('../try/try-flows.ts')
        const { stdin: input, stdout: output } = process
        return tryFlows({ paths, given, input, output, isTTY: input.isTTY })
      }),
    )
  program
    .command('graph <path>')
    .description('a flow as a picture (Mermaid)')
    .addHelpText('after', '\nExample:\n  holdfast graph flows/grounding > grounding.mmd')
    .action((path: string) => run(async () => graphFile(path)))
  program
    .command('diff <path> [newer]')
    .description('what changed between two versions, in words; with one path, since the signed one')
    .addHelpText('after', '\nExample:\n  holdfast diff flows/grounding\n  holdfast diff old/flow.yaml flows/grounding')
    .action((path: string, newer: string | undefined) =>
      run(() => diffFiles(path, newer, (flow, lang) => ask('people.signedScript', { flow, lang }))),
    )
  program
    .command('schema')
    .description('the JSON Schema of a flow file, for editors')
    .addHelpText('after', '\nExample:\n  holdfast schema > flow.schema.json')
    .action(() =>
      run(async () => {
        console.log(JSON.stringify(flowJsonSchema(), null, 2))
        return 0
      }),
    )
}

function collected(one: string, before: readonly string[]): string[] {
  return [...before, one]
}
