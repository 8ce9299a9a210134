/// A step from one layout to the next. A step that was released never changes: a later one corrects
/// it.
struct Migration: Sendable {
  let name: String
  let statements: String
}

/// The layouts that a program knows, as the steps that lead to the present one. The number of steps
/// is the file's version.
struct Layout: Sendable {
  let steps: [Migration]
  var version: Int { steps.count }

  /// The layouts of this version of the package.
  static let present = Layout(steps: [Migration(name: "first layout", statements: Schema.first)])
}

/// The tables of the first layout.
///
/// Accounts, links and sections have a number of their own, by which rows refer to each other, and
/// the key by which the outside knows them. Texts compare byte by byte. `revision` is the entry
/// that last wrote a row.
enum Schema {
  /// Marks a file as ours: "PROV".
  static let applicationID: Int64 = 0x5052_4F56

  static let first = """
    CREATE TABLE provider (
      number INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE account (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 4),
      merged_into TEXT,
      primary_link INTEGER REFERENCES link DEFERRABLE INITIALLY DEFERRED,
      local TEXT,
      local_email TEXT COLLATE NOCASE,
      revision INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX account_primary_link ON account (primary_link)
      WHERE primary_link IS NOT NULL;
    CREATE INDEX account_merged_into ON account (merged_into)
      WHERE merged_into IS NOT NULL;
    CREATE INDEX account_local_email ON account (local_email)
      WHERE local_email IS NOT NULL;

    -- Accounts that were removed, so that the journal's numbers go on naming them.
    CREATE TABLE former_account (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE link (
      number INTEGER PRIMARY KEY,
      provider INTEGER NOT NULL REFERENCES provider,
      subject TEXT NOT NULL,
      account INTEGER NOT NULL REFERENCES account,
      sharing INTEGER NOT NULL CHECK (sharing BETWEEN 0 AND 1),
      since INTEGER NOT NULL,
      because TEXT NOT NULL,
      via TEXT,
      roles TEXT,
      given TEXT,
      middle TEXT,
      family TEXT,
      email TEXT COLLATE NOCASE,
      grade TEXT,
      district TEXT,
      schools TEXT,
      sis_id TEXT,
      birth_date TEXT,
      gender TEXT,
      revision INTEGER NOT NULL,
      UNIQUE (provider, subject)
    ) STRICT;
    CREATE INDEX link_account ON link (account);
    CREATE INDEX link_sis ON link (district, sis_id)
      WHERE district IS NOT NULL AND sis_id IS NOT NULL;
    CREATE INDEX link_email ON link (email) WHERE email IS NOT NULL;

    CREATE TABLE section (
      number INTEGER PRIMARY KEY,
      provider INTEGER NOT NULL REFERENCES provider,
      id TEXT NOT NULL,
      status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 1),
      name TEXT,
      section_number TEXT,
      subject TEXT,
      grade TEXT,
      course TEXT,
      course_number TEXT,
      period TEXT,
      school TEXT,
      district TEXT,
      term TEXT,
      term_start TEXT,
      term_end TEXT,
      local TEXT,
      revision INTEGER NOT NULL,
      UNIQUE (provider, id)
    ) STRICT;

    CREATE TABLE assertion (
      section INTEGER NOT NULL REFERENCES section,
      link INTEGER NOT NULL REFERENCES link,
      role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 2),
      status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 1),
      revision INTEGER NOT NULL,
      PRIMARY KEY (section, link)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX assertion_link ON assertion (link);

    -- Entries are never removed, so their numbers rise without AUTOINCREMENT.
    CREATE TABLE entry (
      revision INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      reason TEXT,
      run TEXT,
      reverts TEXT,
      changes INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX entry_run ON entry (run) WHERE run IS NOT NULL;
    CREATE INDEX entry_reverts ON entry (reverts) WHERE reverts IS NOT NULL;

    -- Apart from the entries, because this holds personal data, which can be erased.
    CREATE TABLE entry_changes (
      revision INTEGER PRIMARY KEY REFERENCES entry,
      changes BLOB NOT NULL
    ) STRICT;
    CREATE TABLE entry_account (
      account INTEGER NOT NULL,
      revision INTEGER NOT NULL REFERENCES entry,
      PRIMARY KEY (account, revision)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE record (
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      expires INTEGER,
      version INTEGER NOT NULL,
      PRIMARY KEY (kind, name)
    ) STRICT;
    CREATE INDEX record_expires ON record (expires) WHERE expires IS NOT NULL;
    """
}
