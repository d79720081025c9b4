/**
 * Node's flags for a process that may do nothing but compute: of the disk it reads its own script;
 * no child processes, no threads, no native code. `cutOff` takes the network.
 */
export function fences(script: string, heapLimitMb: number): readonly string[] {
  const known = process.allowedNodeEnvironmentFlags
  return [
    known.has('--permission') ? '--permission' : '--experimental-permission',
    `--allow-fs-read=${script}`,
    `--max-old-space-size=${heapLimitMb}`,
    '--no-warnings',
    '--disable-proto=throw',
  ]
}
