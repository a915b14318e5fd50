package org.archivevault.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;

/** A process to be killed: starts PostgreSQL, then inserts and prints each number that was committed. */
final class KilledWriter {
    private KilledWriter() {}

    public static void main(String[] args) throws Exception {
        EmbeddedPostgres db = EmbeddedPostgres.start(PostgresSettings.in(Path.of(args[0]), Path.of(args[1])));
        System.out.println("postmaster " + db.pid());
        try (Connection c = DriverManager.getConnection(db.jdbcUrl(), db.user(), db.password());
                PreparedStatement insert = c.prepareStatement("insert into kept(n) values (?)")) {
            c.createStatement().execute("create table kept(n bigint primary key)");
            for (long n = 1; ; n++) {
                insert.setLong(1, n);
                insert.executeUpdate();
                System.out.println("committed " + n);
            }
        }
    }
}
