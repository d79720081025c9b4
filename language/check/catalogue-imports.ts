import type { CatalogueEntry } from '../catalogue.ts'
import { program } from '../example.ts'

/** Libraries brought in from other files. */
export const IMPORTS_CATALOGUE = {
  'import-missing': {
    severity: 'error',
    message: 'There is no library "{path}".',
    hint: 'Put the file beside this one or in a folder below, or correct its path.',
    explanation:
      'An `import` names a library by its path from the folder of the file that imports it, with `/` between folders: "filters.strat", "lib/filters.strat".',
    wrong: program('import "fliters.strat"'),
    right: program('import "filters.strat"'),
  },
  'import-repeated': {
    severity: 'error',
    message: 'The library "{path}" is imported twice.',
    hint: 'Remove one of the two.',
    explanation:
      'Once is enough: every function of the library may be called anywhere in the file, above the import and below it.',
    wrong: program('import "filters.strat"\nimport "filters.strat"'),
    right: program('import "filters.strat"'),
  },
  'import-strategy': {
    severity: 'error',
    message: '`{path}` is no library.',
    hint: 'Move the functions to be shared into a file that begins with `library "name"`.',
    explanation:
      'What is imported are functions. A strategy has rules besides, which would not come along; so only files that begin with `library` can be imported.',
    wrong: program('import "strategy.strat"'),
    right: program('import "filters.strat"'),
  },
  'import-broken': {
    severity: 'error',
    message: 'The library has a mistake, at {place}: {mistake}',
    hint: 'Replace what is wrong there; `strat check {path}` shows it with its line.',
    explanation:
      'A library is checked by itself before a strategy may use it, so that what is told of the strategy is a mistake of the strategy.',
    wrong: program('import "broken.strat"'),
    right: program('import "filters.strat"'),
  },
  'import-cycle': {
    severity: 'error',
    message: 'These libraries import each other: {cycle}.',
    hint: 'Move what both need into a third library, and import that.',
    explanation:
      'A library is whole before another uses it. Two that need one another would have no beginning.',
    wrong: program('import "circle.strat"'),
    right: program('import "filters.strat"'),
  },
  'import-collision': {
    severity: 'error',
    message: 'Both "{first}" and "{second}" have a function `{name}`.',
    hint: 'Rename one of the two functions, or import only one of the libraries.',
    explanation:
      'A call names a function alone, so two libraries that are imported together must not have one of the same name.',
    wrong: program('import "filters.strat"\nimport "others.strat"'),
    right: program('import "filters.strat"'),
  },
  'extern-absent': {
    severity: 'error',
    message: 'The package "{path}" is not installed.',
    hint: 'Add it with `npm install {path}`, then check again.',
    explanation:
      "The functions of an extern library are not written in Strat: they are a package's own, and that package must be there for the strategy to run.",
    wrong: program('import "technicalindicators"'),
    right: program('import "filters.strat"'),
  },
  'extern-refused': {
    severity: 'error',
    message: 'Externs are refused here, and "{path}" is one.',
    hint: 'Write its functions in Strat, or use it where `extern: allow` stands in strat.yaml.',
    explanation:
      'An extern is a program in JavaScript or TypeScript. It is confined, but it is not bounded in time as Strat is; so a server, a studio or a continuous check may refuse all of them (`extern: refuse`), or all but those that come with the language (`extern: shipped`).',
    wrong: program('import "refused.ts"'),
    right: program('import "filters.strat"'),
  },
  'extern-broken': {
    severity: 'error',
    message: 'The extern cannot be used. At {place}: {mistake}',
    hint: 'Replace what is wrong there; the chapter on externs in the manual shows the form.',
    explanation:
      'An extern declares what its functions take and give, so that the language can check how they are called, and computes with numbers, arrays and exact mathematics alone, so that it gives the same bits everywhere and reaches nothing outside.',
    wrong: program('import "reaching.ts"'),
    right: program('import "momentum.ts"\nlet m = momentum.turn(close, 5)'),
  },
  'extern-collision': {
    severity: 'error',
    message: 'Both "{first}" and "{second}" are called `{name}`.',
    hint: 'Rename one of the files: what stands before the dot is the name of the file.',
    explanation:
      'The functions of an extern are called with its name before a dot, so two that are imported together must not have the same.',
    wrong: program('import "momentum.ts"\nimport "lib/momentum.ts"'),
    right: program('import "momentum.ts"'),
  },
  'extern-function': {
    severity: 'error',
    message: 'There is no function `{name}` in "{path}".',
    hint: 'Call one of those it has: {functions}.',
    explanation:
      'An extern library has the functions that it declares and no others; completion after the dot shows them.',
    wrong: program('import "momentum.ts"\nlet m = momentum.tern(close, 5)'),
    right: program('import "momentum.ts"\nlet m = momentum.turn(close, 5)'),
  },
  'extern-uncalled': {
    severity: 'error',
    message: '`{prefix}` is an extern library and has no value of its own.',
    hint: 'Call one of its functions: `{example}`.',
    explanation:
      'What an extern library brings are functions. They are called with its name and a dot before theirs, so that one sees where they are from.',
    wrong: program('import "momentum.ts"\nlet m = close - momentum'),
    right: program('import "momentum.ts"\nlet m = momentum.turn(close, 5)'),
  },
  'extern-account': {
    severity: 'error',
    message: '`{name}` is an extern and may not read the account.',
    hint: 'Give it streams of the market; combine its result with the account outside of it.',
    explanation:
      'The state of an extern is not kept in a snapshot: it is made again by stepping it over the recorded bars, and there the account is not.',
    wrong: program('import "momentum.ts"\nlet m = momentum.turn(equity, 5)'),
    right: program('import "momentum.ts"\nlet m = momentum.turn(close, 5)'),
  },
} as const satisfies Record<string, CatalogueEntry>
