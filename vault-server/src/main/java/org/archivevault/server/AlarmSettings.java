package org.archivevault.server;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.archivevault.server.alarm.notice.NoticeSettings;
import org.archivevault.server.alarm.rule.RuleSettings;
import org.jspecify.annotations.Nullable;

/**
 * When there is an alarm, and who is told.
 *
 * @param rules when readings are an alarm
 * @param notices who is told by mail or webhook
 */
public record AlarmSettings(RuleSettings rules, NoticeSettings notices) {
    /** Limits after JGJ 25, told on screens only. */
    public static final AlarmSettings DEFAULTS = read(null, null);

    /**
     * Reads settings, filling what is absent with defaults.
     *
     * @param rules default: limits after JGJ 25 for what each zone keeps
     * @param notices default: nobody
     * @return the settings
     */
    @JsonCreator
    public static AlarmSettings read(
            @JsonProperty("rules") @Nullable RuleSettings rules,
            @JsonProperty("notices") @Nullable NoticeSettings notices) {
        return new AlarmSettings(
                rules == null ? RuleSettings.DEFAULTS : rules, notices == null ? NoticeSettings.NONE : notices);
    }
}
