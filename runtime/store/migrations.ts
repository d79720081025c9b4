/** Marks a file as ours in SQLite's header: 'LOCK'. */
export const APPLICATION_ID = 0x4c4f434b

/**
 * The schema, step by step. A released step is never edited: the next change is a new step at the
 * end. The table `migrations` tells which ones a file has.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE series (
     id INTEGER PRIMARY KEY,
     key TEXT NOT NULL UNIQUE,
     length INTEGER NOT NULL,
     first REAL NOT NULL,
     last REAL NOT NULL,
     provenance TEXT NOT NULL,
     stored_at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE chunk (
     series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
     ordinal INTEGER NOT NULL,
     checksum INTEGER NOT NULL,
     columns BLOB NOT NULL,
     PRIMARY KEY (series, ordinal)
   ) STRICT;`,
  // A chunk is of one column from here on. What was stored is read anew from its files.
  `DROP TABLE chunk;
   DELETE FROM series;
   CREATE TABLE chunk (
     series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
     name TEXT NOT NULL,
     ordinal INTEGER NOT NULL,
     checksum INTEGER NOT NULL,
     bytes BLOB NOT NULL,
     PRIMARY KEY (series, name, ordinal)
   ) STRICT;`,
]
