package org.archivevault.server.label;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeCollection;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fonts of a PDF label, always embedded, so that it looks the same everywhere. ASCII has a font that comes with the
 * library. Chinese characters need a font of the machine: none is free, good and small enough to be carried along.
 */
final class LabelFonts {
    private static final Logger LOG = LoggerFactory.getLogger(LabelFonts.class);

    private static final String ASCII = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    /** TrueType fonts with Chinese characters where Debian, RHEL and their kin have them. */
    private static final List<Path> USUAL = List.of(
            Path.of("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
            Path.of("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc"),
            Path.of("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
            Path.of("/usr/share/fonts/wqy-zenhei/wqy-zenhei.ttc"),
            Path.of("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
            Path.of("/usr/share/fonts/truetype/arphic/uming.ttc"));

    private final @Nullable Path chinese;

    /**
     * @param named the font that the settings name, or null
     */
    LabelFonts(@Nullable String named) {
        this.chinese = named != null
                ? Path.of(named)
                : USUAL.stream().filter(Files::isReadable).findFirst().orElse(null);
    }

    /** The font for everything but names. */
    static PDFont ascii(PDDocument document) throws IOException {
        try (InputStream in = PDDocument.class.getResourceAsStream(ASCII)) {
            if (in == null) {
                throw new IllegalStateException(ASCII + " is not in the library's jar");
            }
            return PDType0Font.load(document, in, true);
        }
    }

    /** A font that has every character of the text, or empty: then the text is left out. */
    Optional<PDFont> having(PDDocument document, String text) {
        Path file = chinese;
        if (file == null) {
            return Optional.empty();
        }
        try {
            PDFont font = PDType0Font.load(document, parsed(file.toFile(), document), true);
            font.getStringWidth(text);
            return Optional.of(font);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("标签字体 {} 不可用，省略“{}” / The label font {} does not do for it", file, text, file, e);
            return Optional.empty();
        }
    }

    private static TrueTypeFont parsed(File file, PDDocument document) throws IOException {
        if (!file.getName().toLowerCase(Locale.ROOT).endsWith(".ttc")) {
            TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBufferedFile(file));
            document.registerTrueTypeFontForClosing(font);
            return font;
        }
        TrueTypeCollection collection = new TrueTypeCollection(file);
        TrueTypeFont[] first = new TrueTypeFont[1];
        collection.processAllFonts(font -> {
            if (first[0] == null) {
                first[0] = font;
            }
        });
        if (first[0] == null) {
            collection.close();
            throw new IOException(file + " has no font in it");
        }
        document.registerTrueTypeFontForClosing(first[0]);
        return first[0];
    }
}
