import manifest from '../../package.json' with { type: 'json' }

/** The version of the command, as the package states it. */
export const VERSION: string = manifest.version
