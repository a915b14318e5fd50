package org.archivevault.server.inventory;

import java.util.Locale;
import org.archivevault.protocol.Bilingual;

/** Every reason for which a line of a sweep does not count, with its sentence. */
enum SweepFault {
    /** More or fewer fields than the header, or quotes that are not closed. */
    FIELD_COUNT("有 {} 个字段，表头有 {} 列", "{} fields, but the header has {} columns"),
    /** The line is no text of reasonable length, or no JSON object. */
    UNREADABLE("这一行无法读取：{}", "the line cannot be read: {}"),
    /** No time: a read that cannot be dated cannot be judged. */
    NO_TIME("没有读取时间", "it has no time"),
    /** A time that is none. */
    BAD_TIME(
            "读取时间“{}”不是 2026-11-21T08:00:00+08:00 的形式",
            "the time \"{}\" does not have the form 2026-11-21T08:00:00+08:00"),
    /** A time without offset, and nobody said of which zone. */
    NO_ZONE("读取时间“{}”没有时区，且上传时未给出 zone", "the time \"{}\" has no offset, and the upload named no zone"),
    /** Before the round began. */
    BEFORE_ROUND("读取时间 {} 早于本次盘点的起点 {}", "it was read at {}, before the round begins at {}"),
    /** The device's clock is ahead. */
    IN_FUTURE("读取时间 {} 晚于现在；请校准手持机时钟", "it was read at {}, which is still to come; set the device's clock"),
    /** Neither EPC nor bar code nor face. */
    NOTHING("没有 EPC、条码，也没有面", "it has neither an EPC nor a bar code nor a face"),
    /** Both an EPC and a bar code: two reads in one line. */
    TWO_MARKS("EPC 和条码只能填一个", "it has both an EPC and a bar code; one line is one read"),
    /** A field has a form that it must not have. */
    BAD_FIELD("“{}”的值“{}”不合规定", "\"{}\" is \"{}\", which does not have its form"),
    /** Face and slot do not belong together. */
    FACE_DIFFERS("储位 {} 不在面 {}", "slot {} is not in face {}"),
    /** The place is not in the scope of the round. */
    OUTSIDE_SCOPE("{} 不在盘点范围 {} 内", "{} is not in the scope {} of the round"),
    /** No such slot in the site plan. */
    SLOT_UNKNOWN("储位 {} 不在库房平面图中", "slot {} is not in the site plan"),
    /** No such face in the site plan. */
    FACE_UNKNOWN("面 {} 不在库房平面图中", "face {} is not in the site plan");

    private final Bilingual sentence;

    SweepFault(String zh, String en) {
        this.sentence = new Bilingual(zh, en);
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Refused with(Object... values) {
        return new Refused(this, sentence.with(values));
    }

    /** A line that does not count. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final SweepFault fault;
        private final transient Bilingual reason;

        private Refused(SweepFault fault, Bilingual reason) {
            super(reason.en(), null, false, false);
            this.fault = fault;
            this.reason = reason;
        }

        SweepFault fault() {
            return fault;
        }

        Bilingual reason() {
            return reason;
        }

        Rejection on(long lineNo, String text) {
            return new Rejection(lineNo, fault.code(), reason, text);
        }
    }

    /**
     * Why one line did not count.
     *
     * @param line its number
     * @param code stable, lower case with hyphens
     * @param reason what is wrong with it
     * @param text the line as it came, at most {@value #LONGEST_TEXT} characters
     */
    record Rejection(long line, String code, Bilingual reason, String text) {
        private static final int LONGEST_TEXT = 500;

        Rejection {
            text = text.substring(0, Math.min(text.length(), LONGEST_TEXT)).replace('\0', '\uFFFD');
        }
    }
}
