package org.archivevault.server.alarm;

/** When many alarms of one cause are told as one. Pure. */
enum Flood {
    /** They are told one by one. */
    NONE,
    /** They become one alarm. */
    BEGINS,
    /** They stay one alarm, with those that have come since. */
    GOES_ON,
    /** The one alarm ends; those that still stand are told one by one. */
    ENDS;

    /**
     * Decides.
     *
     * @param standing alarms of the cause whose condition is there
     * @param told whether they are one alarm already, and its condition is there
     * @param moreThan how many a person can look at one by one
     * @return what is to happen
     */
    static Flood of(int standing, boolean told, int moreThan) {
        if (!told) {
            return standing > moreThan ? BEGINS : NONE;
        }
        // Half, so that one sensor that comes and goes does not make it come and go.
        return standing <= moreThan / 2 ? ENDS : GOES_ON;
    }
}
