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
  // A series has revisions. Each holds the bars from `kept` on, and shares those before with the
  // revision before it.
  `CREATE TABLE revision (
     id INTEGER PRIMARY KEY,
     series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
     number INTEGER NOT NULL,
     kept INTEGER NOT NULL,
     length INTEGER NOT NULL,
     first REAL NOT NULL,
     last REAL NOT NULL,
     provenance TEXT NOT NULL,
     stored_at INTEGER NOT NULL,
     UNIQUE (series, number)
   ) STRICT;
   INSERT INTO revision
     SELECT id, id, 1, 0, length, first, last, provenance, stored_at FROM series;
   ALTER TABLE chunk RENAME TO chunk_before;
   CREATE TABLE chunk (
     revision INTEGER NOT NULL REFERENCES revision (id) ON DELETE CASCADE,
     name TEXT NOT NULL,
     ordinal INTEGER NOT NULL,
     checksum INTEGER NOT NULL,
     bytes BLOB NOT NULL,
     PRIMARY KEY (revision, name, ordinal)
   ) STRICT;
   INSERT INTO chunk SELECT series, name, ordinal, checksum, bytes FROM chunk_before;
   DROP TABLE chunk_before;
   ALTER TABLE series DROP COLUMN length;
   ALTER TABLE series DROP COLUMN first;
   ALTER TABLE series DROP COLUMN last;
   ALTER TABLE series DROP COLUMN provenance;
   ALTER TABLE series DROP COLUMN stored_at;
   CREATE TABLE quarantine (
     series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
     file TEXT NOT NULL,
     line INTEGER NOT NULL,
     kind TEXT NOT NULL,
     message TEXT NOT NULL,
     row TEXT NOT NULL
   ) STRICT;
   CREATE INDEX quarantine_of ON quarantine (series);`,
]
