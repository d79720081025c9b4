/** A file's name without folder and endings, of any system: `data/BRK.B.csv.gz` is BRK.B. */
export function symbolOf(path: string): string {
  const name = path.replace(/^.*[\\/]/, '')
  return name.replace(/(\.(csv|txt|tsv|dat|json|jsonl|ndjson|parquet|zip))?(\.gz)?$/i, '')
}
