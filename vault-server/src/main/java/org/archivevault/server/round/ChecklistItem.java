package org.archivevault.server.round;

import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;

/**
 * Something that is looked at.
 *
 * @param item its code, unique in the checklist: 1–40 lower-case letters, digits, hyphens
 * @param zh the question, 1–200 characters
 * @param en the question
 */
record ChecklistItem(String item, String zh, String en) {
    private static final TokenForm FORM = TokenForm.beginningWith("a-z0-9", "a-z0-9-", 40);
    private static final int LONGEST = 200;

    ChecklistItem {
        Token.require(item, FORM, "item of a checklist");
        Token.requireRange(zh.length(), 1, LONGEST, "length of a question");
        Token.requireRange(en.length(), 1, LONGEST, "length of a question");
    }
}
