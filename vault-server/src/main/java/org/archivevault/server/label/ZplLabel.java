package org.archivevault.server.label;

import java.util.Locale;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.Epc;

/**
 * A label in ZPL II, 100 mm × 60 mm at 203 dpi, in ASCII only: printers rarely have Chinese fonts. A printer with an RFID
 * unit writes the tag while it prints; others pass over those commands.
 */
final class ZplLabel {
    private static final int WIDTH_DOTS = 799;
    private static final int HEIGHT_DOTS = 480;
    private static final int LEFT_DOTS = 40;
    private static final int WIDEST_MODULE_DOTS = 3;

    private ZplLabel() {}

    static String of(Label label) {
        StringBuilder zpl = new StringBuilder(512);
        zpl.append("^XA\n^CI28\n^PW")
                .append(WIDTH_DOTS)
                .append("\n^LL")
                .append(HEIGHT_DOTS)
                .append('\n');
        text(zpl, 30, 48, label.pack().value());
        // Mode A: the printer picks the code sets itself, and no character but those of ZPL has a meaning.
        zpl.append(at(95))
                .append("^BY")
                .append(moduleDots(label))
                .append("^BCN,170,Y,N,N,A^FH^FD")
                .append(escaped(label.barcode().value()))
                .append("^FS\n");
        label.slot().map(ShelfAddress::positionCode).ifPresent(code -> text(zpl, 325, 44, code));
        label.epc().ifPresent(epc -> text(zpl, 390, 28, "EPC " + epc.value()));
        label.writableEpc()
                .map(Epc::value)
                .ifPresent(epc -> zpl.append("^RS8\n^RFW,H^FD").append(epc).append("^FS\n"));
        return zpl.append("^PQ1\n^XZ\n").toString();
    }

    private static void text(StringBuilder zpl, int y, int height, String text) {
        zpl.append(at(y))
                .append(String.format(Locale.ROOT, "^A0N,%d^FH^FD", height))
                .append(escaped(text))
                .append("^FS\n");
    }

    private static String at(int y) {
        return "^FO" + LEFT_DOTS + "," + y;
    }

    private static int moduleDots(Label label) {
        int modules = Code128Bars.of(label.barcode()).width() + 2 * Code128Bars.QUIET_MODULES;
        return Math.max(1, Math.min(WIDEST_MODULE_DOTS, (WIDTH_DOTS - LEFT_DOTS) / modules));
    }

    /** What ZPL would take for a command, in hex behind an underscore (^FH). */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '^' || c == '~' || c == '_' || c == '\\') {
                escaped.append(String.format(Locale.ROOT, "_%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
