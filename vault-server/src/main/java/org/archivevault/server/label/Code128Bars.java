package org.archivevault.server.label;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.oned.Code128Writer;
import java.util.Map;
import java.util.function.BiConsumer;
import org.archivevault.protocol.pack.Barcode;

/** The bars of a Code 128, in modules: the width of the narrowest bar is 1. */
final class Code128Bars {
    /** What must stay white on either side (ISO/IEC 15417), in modules. */
    static final int QUIET_MODULES = 10;

    private final BitMatrix modules;

    private Code128Bars(BitMatrix modules) {
        this.modules = modules;
    }

    static Code128Bars of(Barcode barcode) {
        return new Code128Bars(new Code128Writer()
                .encode(barcode.value(), BarcodeFormat.CODE_128, 1, 1, Map.of(EncodeHintType.MARGIN, 0)));
    }

    /** How wide it is, without the quiet zones. */
    int width() {
        return modules.getWidth();
    }

    /** Tells each bar: its first module, counted from 0, and how many modules it is wide. */
    void forEach(BiConsumer<Integer, Integer> bar) {
        int at = 0;
        while (at < width()) {
            if (!modules.get(at, 0)) {
                at++;
                continue;
            }
            int end = at;
            while (end < width() && modules.get(end, 0)) {
                end++;
            }
            bar.accept(at, end - at);
            at = end;
        }
    }
}
