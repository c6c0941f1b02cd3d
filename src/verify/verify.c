#include "verify/verify.h"

#include <fenv.h>
#include <string.h>

#include "base/memory.h"
#include "base/progress.h"
#include "verify/walk.h"

_Static_assert((int)NW_VERDICT_AXES == (int)NW_VERIFY_AXES, "a verdict holds the box of a statement");

nw_verify_options nw_verify_defaults(void)
{
    return (nw_verify_options){.precision = 64, .most_boxes = 50000000};
}

static void check_statement(nw_verdict *verdict, const nw_statement *stated, const nw_verify_options *options)
{
    nw_walk walk;
    nw_walk_init(&walk, stated, options, verdict);
    if (nw_walk_check_tree(&walk) && nw_walk_witness(&walk) && nw_walk_leaves(&walk))
        verdict->outcome = NW_PROVED;
    nw_walk_clear(&walk);
}

static nw_status verify_file(nw_verdict *verdict, const char *file, const nw_verify_options *options, nw_error *error)
{
    nw_verify_options how = options != NULL ? *options : nw_verify_defaults();
    how.precision = how.precision < 32 ? 32 : how.precision > 65536 ? 65536 : how.precision;
    double begun = nw_seconds();
    const char *name = strcmp(file, "-") == 0 ? "standard input" : file;
    json_t *document;
    nw_statement stated = {0};
    *verdict = (nw_verdict){.outcome = NW_UNKNOWN};
    nw_status status = nw_json_load(&document, file, error);
    if (status != NW_OK)
        return status;
    status = nw_statement_read(&stated, document, name, error);
    if (status == NW_OK) {
        bool missing = false;
        verdict->lower = stated.lower;
        verdict->upper = stated.upper;
        verdict->axes = stated.inputs;
        memcpy(verdict->low, stated.low, sizeof verdict->low);
        memcpy(verdict->high, stated.high, sizeof verdict->high);
        if (how.ignore_checksum || nw_checksum_fits(document, &missing)) {
            check_statement(verdict, &stated, &how);
        } else {
            verdict->outcome = NW_REFUTED;
            strcpy(verdict->reason, missing ? "the checksum is missing: the file was changed"
                                            : "the checksum does not fit: the file was changed");
        }
    }
    nw_statement_clear(&stated);
    json_decref(document);
    verdict->seconds = nw_seconds() - begun;
    return status;
}

nw_status nw_verify(nw_verdict *verdict, const char *file, const nw_verify_options *options, nw_error *error)
{
    /* The midpoints of the tree are rounded to nearest, and nothing is flushed to zero. */
    fenv_t environment;
    fegetenv(&environment);
    fesetenv(FE_DFL_ENV);
    nw_status status = verify_file(verdict, file, options, error);
    fesetenv(&environment);
    return status;
}
