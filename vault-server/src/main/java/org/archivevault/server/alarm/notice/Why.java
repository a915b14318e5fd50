package org.archivevault.server.alarm.notice;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.archivevault.protocol.Bilingual;

/** Why something could not be sent, for people: what failed, and what was behind it. */
final class Why {
    /** "Failed to create SSL connection" is said by whoever is on top; what matters lies two or three below. */
    private static final int DEEPEST = 6;

    private static final Bilingual UNTRUSTED = new Bilingual(
            "对方的证书不可信（见 alarms.notices.caFile）",
            "the certificate of the other end cannot be trusted (see alarms.notices.caFile)");

    private Why() {}

    static String of(Throwable failure) {
        List<String> said = new ArrayList<>();
        boolean certificate = false;
        Throwable at = failure;
        for (int depth = 0; at != null && depth < DEEPEST; depth++) {
            certificate |= at instanceof GeneralSecurityException;
            String message = String.valueOf(at.getMessage());
            if (at.getMessage() != null && said.stream().noneMatch(before -> before.contains(message))) {
                said.add(message);
            }
            at = at.getCause();
        }
        if (said.isEmpty()) {
            said.add(failure.getClass().getSimpleName());
        }
        String all = String.join(": ", said);
        return certificate ? UNTRUSTED.zh() + " / " + UNTRUSTED.en() + ": " + all : all;
    }
}
