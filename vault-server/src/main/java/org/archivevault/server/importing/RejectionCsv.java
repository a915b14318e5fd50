package org.archivevault.server.importing;

/**
 * The list of rejected lines as CSV for a spreadsheet: UTF-8 with byte order mark, every text quoted, and a text that a
 * spreadsheet would take for a formula made harmless with an apostrophe.
 */
final class RejectionCsv {
    static final String HEAD = "\uFEFF行号,原因代码,原因,Reason,原文\r\n";

    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

    private RejectionCsv() {}

    /** One line of the list. */
    static String line(long lineNo, String code, String zh, String en, String text) {
        return lineNo + "," + cell(code) + "," + cell(zh) + "," + cell(en) + "," + cell(text) + "\r\n";
    }

    private static String cell(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }
}
