package org.archivevault.server.label;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.oned.Code128Reader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.Barcode;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.PackNo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelDrawingTest {
    private static final int PRINTER_DPI = 203;
    private static final LabelFonts NO_CHINESE = new LabelFonts("/no/such/font.ttf");
    private static final Epc EPC = new Epc("2C74257BF46072000000162E");

    private static Label label(String barcode, String blockName) {
        return new Label(
                new PackNo("P00000042"),
                new Barcode(barcode),
                Optional.of(EPC),
                Optional.of(ShelfAddress.parse("ES-V1-B1-03A-05-2-07")),
                Optional.of(blockName));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"6900000000042", "P00000042", "a~^_\\>b", "X", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
            })
    void a_printed_pdf_is_read_back_as_what_it_says(String barcode) throws Exception {
        byte[] pdf = PdfLabel.of(label(barcode, "一区"), NO_CHINESE);

        assertThat(textOf(pdf)).contains("P00000042", barcode, "ES-V1-B1-03A-05-2-07", "EPC " + EPC);
        assertThat(scanned(pdf)).isEqualTo(barcode);
    }

    @Test
    void a_pack_without_tag_and_place_has_a_label_too() throws Exception {
        Label bare =
                new Label(new PackNo("P1"), new Barcode("BC1"), Optional.empty(), Optional.empty(), Optional.empty());

        byte[] pdf = PdfLabel.of(bare, NO_CHINESE);

        assertThat(scanned(pdf)).isEqualTo("BC1");
        assertThat(textOf(pdf)).contains("P1", "BC1").doesNotContain("EPC");
        assertThat(ZplLabel.of(bare)).doesNotContain("^RFW").doesNotContain("EPC");
    }

    @Test
    void the_blocks_name_is_printed_only_when_the_machine_has_a_font_for_it(@TempDir Path folder) throws Exception {
        // GIVEN a font with Greek but without Chinese characters
        Path greek = folder.resolve("greek.ttf");
        try (InputStream in = Objects.requireNonNull(
                PDDocument.class.getResourceAsStream("/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf"))) {
            Files.copy(in, greek);
        }
        LabelFonts fonts = new LabelFonts(greek.toString());

        // THEN the name that it can write is there, the other is left out, and all else stays
        assertThat(textOf(PdfLabel.of(label("BC1", "Ωμέγα"), fonts))).contains("Ωμέγα", "ES-V1-B1-03A-05-2-07");
        assertThat(textOf(PdfLabel.of(label("BC1", "一区"), fonts)))
                .doesNotContain("一区")
                .contains("P00000042", "ES-V1-B1-03A-05-2-07");
        assertThat(scanned(PdfLabel.of(label("BC1", "一区"), NO_CHINESE))).isEqualTo("BC1");
    }

    @Test
    void all_fonts_are_embedded() throws Exception {
        try (PDDocument document = Loader.loadPDF(PdfLabel.of(label("BC1", "一区"), NO_CHINESE))) {
            var resources = document.getPage(0).getResources();
            for (var name : resources.getFontNames()) {
                PDFont font = resources.getFont(name);
                assertThat(font.isEmbedded()).as(font.getName()).isTrue();
            }
        }
    }

    @Test
    void zpl_prints_the_code_and_writes_the_tag() {
        String zpl = ZplLabel.of(label("6900000000042", "一区"));

        assertThat(zpl)
                .startsWith("^XA\n")
                .endsWith("^XZ\n")
                .contains("^BCN,170,Y,N,N,A^FH^FD6900000000042^FS")
                .contains("^FDP00000042^FS")
                .contains("^FDES-V1-B1-03A-05-2-07^FS")
                .contains("^RFW,H^FD2C74257BF46072000000162E^FS");
        assertThat(zpl.chars()).allMatch(c -> c < 127);
    }

    @Test
    void no_character_of_a_bar_code_can_become_a_command_of_the_printer() {
        String zpl = ZplLabel.of(label("^XZ~JA_5E\\", "一区"));

        assertThat(zpl).contains("^FD_5EXZ_7EJA_5F5E_5C^FS").doesNotContain("~");
        assertThat(zpl.indexOf("^XZ")).isEqualTo(zpl.length() - "^XZ\n".length());
    }

    @Test
    void a_content_that_is_not_of_whole_words_is_printed_but_not_written() {
        Label odd = new Label(
                new PackNo("P1"),
                new Barcode("BC1"),
                Optional.of(new Epc("ABCDE")),
                Optional.empty(),
                Optional.empty());

        assertThat(ZplLabel.of(odd)).contains("EPC ABCDE").doesNotContain("^RFW");
    }

    private static String textOf(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    /** What a scanner reads from the page as a common label printer prints it. */
    private static String scanned(byte[] pdf) throws IOException, NotFoundException, com.google.zxing.FormatException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            BufferedImage image = new PDFRenderer(document).renderImageWithDPI(0, 3 * PRINTER_DPI, ImageType.RGB);
            int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
            BinaryBitmap bitmap = new BinaryBitmap(
                    new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels)));
            Result result = new Code128Reader().decode(bitmap, Map.of(DecodeHintType.TRY_HARDER, true));
            assertThat(result.getBarcodeFormat()).isEqualTo(BarcodeFormat.CODE_128);
            return result.getText();
        }
    }
}
