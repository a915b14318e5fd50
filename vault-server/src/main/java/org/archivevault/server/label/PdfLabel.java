package org.archivevault.server.label;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.archivevault.protocol.address.ShelfAddress;

/** A label as PDF, 100 mm × 60 mm, for any printer. The bars are drawn, not an image: sharp at every resolution. */
final class PdfLabel {
    private static final float POINTS_OF_A_MM = 72 / 25.4f;
    private static final float WIDTH = 100 * POINTS_OF_A_MM;
    private static final float HEIGHT = 60 * POINTS_OF_A_MM;
    private static final float LEFT = 5 * POINTS_OF_A_MM;

    /** 15 mil reads well from an arm's length; a long code gets narrower bars. */
    private static final float WIDEST_MODULE = 0.381f * POINTS_OF_A_MM;

    private static final float BARS_BOTTOM = 25 * POINTS_OF_A_MM;
    private static final float BARS_HEIGHT = 20 * POINTS_OF_A_MM;

    private PdfLabel() {}

    /** Draws it. Blocking: fonts are read from files. */
    static byte[] of(Label label, LabelFonts fonts) throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.getDocumentInformation().setTitle("pack " + label.pack());
            PDPage page = new PDPage(new PDRectangle(WIDTH, HEIGHT));
            document.addPage(page);
            PDFont ascii = LabelFonts.ascii(document);
            Optional<String> name = label.blockName();
            Optional<PDFont> chinese = name.flatMap(text -> fonts.having(document, text));
            try (PDPageContentStream out = new PDPageContentStream(document, page)) {
                text(out, ascii, 16, 50, label.pack().value());
                bars(out, Code128Bars.of(label.barcode()));
                text(out, ascii, 9, 20.5f, label.barcode().value());
                String code = label.slot().map(ShelfAddress::positionCode).orElse("");
                text(out, ascii, 14, 13, code);
                if (chinese.isPresent() && name.isPresent()) {
                    float besides = LEFT + ascii.getStringWidth(code) / 1000 * 14 + 3 * POINTS_OF_A_MM;
                    text(out, chinese.get(), 12, besides, 13 * POINTS_OF_A_MM, name.get());
                }
                text(out, ascii, 8, 6, label.epc().map(e -> "EPC " + e.value()).orElse(""));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private static void bars(PDPageContentStream out, Code128Bars bars) throws IOException {
        float module = Math.min(WIDEST_MODULE, (WIDTH - 2 * LEFT) / bars.width());
        bars.forEach((first, modules) -> {
            try {
                out.addRect(LEFT + first * module, BARS_BOTTOM, modules * module, BARS_HEIGHT);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        out.fill();
    }

    private static void text(PDPageContentStream out, PDFont font, float size, float bottomMm, String text)
            throws IOException {
        text(out, font, size, LEFT, bottomMm * POINTS_OF_A_MM, text);
    }

    /** Text at a place; made smaller when it would not fit. */
    private static void text(PDPageContentStream out, PDFont font, float size, float left, float bottom, String text)
            throws IOException {
        if (text.isEmpty()) {
            return;
        }
        float wide = font.getStringWidth(text) / 1000 * size;
        float room = WIDTH - LEFT - left;
        out.beginText();
        out.setFont(font, wide > room ? size * room / wide : size);
        out.newLineAtOffset(left, bottom);
        out.showText(text);
        out.endText();
    }
}
