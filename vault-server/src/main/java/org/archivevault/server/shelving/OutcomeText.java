package org.archivevault.server.shelving;

import java.util.Locale;
import org.archivevault.protocol.command.CommandOutcome;
import org.jspecify.annotations.Nullable;

/** An outcome as columns of text. */
final class OutcomeText {
    private static final int MAX_DETAIL_CHARS = 500;

    private OutcomeText() {}

    /** One of executed, refused, expired, unknown. */
    static String name(CommandOutcome outcome) {
        return outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The rule that refused, if one did. */
    static @Nullable String code(CommandOutcome outcome) {
        return outcome instanceof CommandOutcome.Refused refused
                ? refused.code().code()
                : null;
    }

    /** What is known beyond the name, without NUL characters, which PostgreSQL does not keep. */
    static String detail(CommandOutcome outcome) {
        String detail = "";
        if (outcome instanceof CommandOutcome.Executed executed) {
            detail = executed.moved() ? "moved" : "nothing to move";
        } else if (outcome instanceof CommandOutcome.Refused refused) {
            detail = refused.detail();
        } else if (outcome instanceof CommandOutcome.Expired expired) {
            detail = "late by " + expired.lateByMillis() + " ms";
        } else if (outcome instanceof CommandOutcome.Unknown unknown) {
            detail = unknown.detail();
        }
        String kept = detail.replace('\0', ' ');
        return kept.length() <= MAX_DETAIL_CHARS ? kept : kept.substring(0, MAX_DETAIL_CHARS) + "…";
    }
}
