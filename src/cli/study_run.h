/* What commands share that run a study of jobs kept in a file: nwidth COMMAND [..] --out FILE, COMMAND status FILE,
 * COMMAND records FILE, COMMAND --print-study. */
#ifndef NW_CLI_STUDY_RUN_H
#define NW_CLI_STUDY_RUN_H

#include "cli/options.h"
#include "jobs/rows.h"

typedef struct nw_study_command {
    const nw_study_kind *kind; /* kind->command is the command's name */
    /* Fills the study from operands and options, by nw_study_read or with nw_study_seal; operands are those of the
     * command but for "status FILE" and "records FILE".  After a failure the study is cleared. */
    nw_status (*read)(nw_study *study, const nw_options *options, nw_error *error);
    /* After a complete run: writes what came of it; returns the exit code.  0 becomes NW_EXIT_UNKNOWN when the kind
     * called a record unknown. */
    int (*report)(const nw_options *options, const nw_rows *rows);
    /* COMMAND status FILE: writes how far the study in the file is; returns the exit code.  NULL: the count of jobs and
     * of those that are done. */
    int (*status)(const nw_options *options, const char *file, const nw_rows *rows, bool running);
    bool needs_file; /* --out must be given; else results are kept in memory where it is not */
} nw_study_command;

/* The whole command; returns the exit code.  Options: --out, --no-resume, --print-study, --threads (NW_TAKES_JOBS),
 * --quiet, and --format and --output for what report and status write.  Under mpirun rank 0 reads and reports, the others
 * work.  Where the kind has checkpoints they stand in the folder FILE.checkpoints beside --out FILE. */
int nw_study_command_run(const nw_study_command *command, const nw_options *options);

#endif
