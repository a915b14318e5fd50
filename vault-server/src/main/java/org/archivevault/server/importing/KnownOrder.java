package org.archivevault.server.importing;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A business order as the catalogue and the lines so far describe it. Lives as long as the decision on one chunk. */
final class KnownOrder {
    final String orderNo;
    final String customerNo;
    final String customerName;
    /** 0 until a new order gets its number. */
    long id;

    @Nullable
    String kind;

    @Nullable
    LocalDate filedOn;

    boolean changed;

    KnownOrder(String orderNo, String customerNo, String customerName) {
        this.orderNo = orderNo;
        this.customerNo = customerNo;
        this.customerName = customerName;
    }
}
