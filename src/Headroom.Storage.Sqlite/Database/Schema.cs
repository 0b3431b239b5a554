namespace Headroom.Storage.Sqlite.Database;

/// <summary>The tables, and the version that <c>PRAGMA user_version</c> carries. Instants are milliseconds since 1970.</summary>
internal static class Schema
{
    public const int Version = 1;

    /// <summary>Metadata stands apart from the bodies, so that a renewal rewrites one short row.</summary>
    public const string Create =
        """
        CREATE TABLE contents (
            id INTEGER PRIMARY KEY,
            tenant TEXT NOT NULL,
            hash BLOB NOT NULL,
            length INTEGER NOT NULL,
            stored INTEGER NOT NULL,
            packed INTEGER NOT NULL,
            damaged INTEGER NOT NULL DEFAULT 0,
            kind TEXT NOT NULL,
            tokens INTEGER NOT NULL,
            items INTEGER NOT NULL,
            shown INTEGER NOT NULL,
            tool TEXT,
            renewed INTEGER NOT NULL,
            retrievals INTEGER NOT NULL DEFAULT 0,
            UNIQUE (tenant, hash));
        CREATE INDEX contents_by_age ON contents (tenant, renewed);
        CREATE INDEX contents_by_expiry ON contents (renewed);

        CREATE TABLE bodies (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

        CREATE TABLE markers (
            tenant TEXT NOT NULL,
            marker TEXT NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (tenant, marker)) WITHOUT ROWID;
        CREATE INDEX markers_by_content ON markers (tenant, hash);

        CREATE TABLE traces (
            tenant TEXT NOT NULL,
            hash BLOB NOT NULL,
            gone INTEGER NOT NULL,
            PRIMARY KEY (tenant, hash)) WITHOUT ROWID;
        CREATE INDEX traces_by_age ON traces (tenant, gone);

        CREATE TABLE occupancy (tenant TEXT PRIMARY KEY, stored INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TRIGGER contents_added AFTER INSERT ON contents BEGIN
            INSERT INTO occupancy (tenant, stored) VALUES (new.tenant, new.stored)
                ON CONFLICT (tenant) DO UPDATE SET stored = stored + excluded.stored;
            DELETE FROM traces WHERE tenant = new.tenant AND hash = new.hash;
        END;
        CREATE TRIGGER contents_removed AFTER DELETE ON contents BEGIN
            UPDATE occupancy SET stored = stored - old.stored WHERE tenant = old.tenant;
            DELETE FROM bodies WHERE id = old.id;
        END;

        CREATE TABLE sessions (
            id INTEGER PRIMARY KEY,
            tenant TEXT NOT NULL,
            session TEXT NOT NULL,
            renewed INTEGER NOT NULL,
            UNIQUE (tenant, session));
        CREATE INDEX sessions_by_expiry ON sessions (renewed);

        CREATE TABLE entries (
            id INTEGER PRIMARY KEY,
            session INTEGER NOT NULL,
            field TEXT NOT NULL,
            value BLOB NOT NULL,
            UNIQUE (session, field));

        CREATE TABLE records (
            tenant TEXT NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            value BLOB NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY (tenant, kind, name));

        PRAGMA user_version = 1;
        """;
}
