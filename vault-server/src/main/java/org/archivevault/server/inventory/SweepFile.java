package org.archivevault.server.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.archivevault.protocol.Bilingual;

/** A sweep as a file: CSV or JSON. Blocking. */
interface SweepFile {
    /**
     * Tells every line, in order.
     *
     * @param in the file; left open
     * @param lines takes each line
     * @return headings or field names that mean nothing here
     * @throws Unusable when nothing of it can be read
     * @throws IOException when the file or the taker fails
     */
    List<String> read(InputStream in, Lines lines) throws IOException, Unusable;

    /** Takes lines. */
    interface Lines {
        /** A line with its fields. */
        void line(long lineNo, Map<SweepColumn, String> fields, String text) throws IOException, Unusable;

        /** A line that has none. */
        void broken(SweepFault.Rejection rejection) throws IOException, Unusable;
    }

    /** A file of which nothing can be read. */
    final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Bilingual sentence;

        Unusable(Bilingual sentence) {
            super(sentence.en(), null, false, false);
            this.sentence = sentence;
        }

        Bilingual sentence() {
            return sentence;
        }
    }
}
