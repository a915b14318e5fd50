package org.archivevault.server.importing;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows in PostgreSQL's COPY text format, sent in pieces. */
final class CopyRows {
    /** How much is gathered before it is sent, in characters. */
    private static final int PIECE_CHARACTERS = 64 * 1024;

    private final CopyIn copy;
    private final StringBuilder piece = new StringBuilder(PIECE_CHARACTERS + 4096);
    private boolean rowBegun;

    private CopyRows(CopyIn copy) {
        this.copy = copy;
    }

    /** Writes rows with the given writer, and waits until the server has taken all of them. */
    static void into(Connection connection, String table, RowWriter rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
        try {
            CopyRows out = new CopyRows(copy);
            rows.write(out);
            out.send();
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    CopyRows number(long value) {
        separate();
        piece.append(value);
        return this;
    }

    CopyRows text(@Nullable Object value) {
        separate();
        if (value == null) {
            piece.append("\\N");
        } else {
            escape(value.toString());
        }
        return this;
    }

    void endRow() throws SQLException {
        piece.append('\n');
        rowBegun = false;
        if (piece.length() >= PIECE_CHARACTERS) {
            send();
        }
    }

    private void separate() {
        if (rowBegun) {
            piece.append('\t');
        }
        rowBegun = true;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> piece.append("\\\\");
                case '\t' -> piece.append("\\t");
                case '\n' -> piece.append("\\n");
                case '\r' -> piece.append("\\r");
                default -> piece.append(c);
            }
        }
    }

    private void send() throws SQLException {
        byte[] bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        piece.setLength(0);
    }

    /** Writes all rows. */
    @FunctionalInterface
    interface RowWriter {
        void write(CopyRows out) throws SQLException;
    }
}
