package org.archivevault.postgres;

import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL could not be started; {@link #sentence()} says why and what to do. */
public final class PostgresStartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. The placeholder of each sentence takes the detail. */
    public enum Reason {
        /** Another program listens on the port. */
        PORT_TAKEN(
                "内置 PostgreSQL 无法启动：端口 {} 已被占用。请停止占用该端口的程序，或在配置中改用其他端口（0 表示任选空闲端口）。",
                "The embedded PostgreSQL cannot start: port {} is taken. Stop the program that uses it, or configure another"
                        + " port (0 takes any free one)."),
        /** The data were written by another major version. */
        OTHER_MAJOR_VERSION(
                "内置 PostgreSQL 无法启动：数据目录属于另一个主版本（{}）。请换回原来的版本，导出数据后再升级。",
                "The embedded PostgreSQL cannot start: the data folder belongs to another major version ({}). Go back to the"
                        + " version that wrote it, and move the data through an export."),
        /** Root, and no way to give up root's rights. */
        NO_UNPRIVILEGED_USER(
                "内置 PostgreSQL 不能以 root 身份运行，而本机既不允许用户命名空间，也没有可用的 setpriv（{}）。" + "请用普通用户启动，或在配置中给出 db.url 使用外部数据库。",
                "The embedded PostgreSQL does not run as root, and this machine allows neither user namespaces nor setpriv"
                        + " ({}). Start as a normal user, or configure db.url for a database of your own."),
        /** Another PostgreSQL runs on the same data. */
        DATA_DIR_IN_USE(
                "内置 PostgreSQL 无法启动：数据目录正被另一个进程使用（{}）。请先停止它。",
                "The embedded PostgreSQL cannot start: another process uses the data folder ({}). Stop that one first."),
        /** No binaries for this machine on the class path. */
        NO_BINARIES(
                "没有适用于本机的 PostgreSQL 程序包（{}）。请在配置中给出 db.url 使用外部数据库。",
                "There are no PostgreSQL binaries for this machine ({}). Configure db.url for a database of your own."),
        /** Folders that cannot be made, read or written. */
        FOLDER_UNUSABLE(
                "内置 PostgreSQL 无法使用目录：{}。请检查磁盘空间和权限。",
                "The embedded PostgreSQL cannot use a folder: {}. Check free space and permissions."),
        /** Anything else; the detail is the end of its log. */
        SERVER_FAILED(
                "内置 PostgreSQL 启动失败。它的最后几行日志：{}",
                "The embedded PostgreSQL failed to start. The last lines of its log: {}");

        private final Bilingual sentence;

        Reason(String zh, String en) {
            this.sentence = new Bilingual(zh, en);
        }
    }

    private final Reason reason;
    private final transient Bilingual sentence;

    PostgresStartFailure(Reason reason, Object detail, @Nullable Throwable cause) {
        super(reason.sentence.with(detail).toString(), cause);
        this.reason = reason;
        this.sentence = reason.sentence.with(detail);
    }

    /**
     * Which kind of failure it is.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * For the person who started it.
     *
     * @return both languages
     */
    public Bilingual sentence() {
        return sentence;
    }
}
