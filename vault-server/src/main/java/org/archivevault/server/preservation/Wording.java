package org.archivevault.server.preservation;

import java.util.List;
import java.util.Locale;
import org.archivevault.firmware.source.Keeping;
import org.archivevault.protocol.Bilingual;

/** How figures and reasons are put into sentences. */
final class Wording {
    private Wording() {}

    /** Fills {@code {}} in order; a value that has two languages goes into each in its own. */
    static Bilingual fill(Bilingual sentence, Object... values) {
        Object[] zh = new Object[values.length];
        Object[] en = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            zh[i] = values[i] instanceof Bilingual both ? both.zh() : values[i];
            en[i] = values[i] instanceof Bilingual both ? both.en() : values[i];
        }
        return new Bilingual(sentence.with(zh).zh(), sentence.with(en).en());
    }

    /** Several reasons as one sentence. */
    static Bilingual joined(List<Bilingual> reasons) {
        return new Bilingual(
                String.join("；", reasons.stream().map(Bilingual::zh).toList()),
                String.join("; ", reasons.stream().map(Bilingual::en).toList()));
    }

    /** With one digit after the point. */
    static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Without digits after the point, or with one where that says more. */
    static String plain(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : tenths(value);
    }

    /** What is kept, for people. */
    static Bilingual keeping(Keeping keeps) {
        return switch (keeps) {
            case PAPER -> new Bilingual("纸质档案", "paper");
            case SPECIAL -> new Bilingual("特藏", "a special collection");
            case FILM_MASTER -> new Bilingual("胶片母片", "film masters");
            case TAPE -> new Bilingual("磁带与胶片拷贝", "tapes and film copies");
            case OUTDOOR -> new Bilingual("室外", "the air outside");
        };
    }
}
