package org.archivevault.server.importing;

/** A column of the export, by its Chinese header. The order in the file is free. */
enum ImportColumn {
    /** Number of the business order. */
    ORDER_NO("业务工单号", true),
    /** Number of the customer. */
    CUSTOMER_NO("户号", true),
    /** Name of the customer. */
    CUSTOMER_NAME("户名", true),
    /** Kind of business. */
    KIND("业务类型", false),
    /** When it was filed. */
    FILED_ON("归档日期", false),
    /** Number of the pack. */
    PACK_NO("档案包号", true),
    /** Bar code of the pack. */
    BARCODE("条码", false),
    /** What the pack's RFID tag answers. */
    EPC("EPC", false),
    /** Number of the pack's seal. */
    SEAL_NO("封签号", false),
    /** Security class of the pack. */
    SECURITY_CLASS("密级", false),
    /** Number of the document. */
    DOCUMENT_NO("文件号", true),
    /** Title of the document. */
    TITLE("文件题名", false),
    /** Number of the page in the document. */
    PAGE_NO("页号", true),
    /** Where the pack lies. */
    POSITION("储位码", false);

    private final String header;
    private final boolean required;

    ImportColumn(String header, boolean required) {
        this.header = header;
        this.required = required;
    }

    String header() {
        return header;
    }

    boolean required() {
        return required;
    }
}
