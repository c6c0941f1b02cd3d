/* nwidth verify CERTIFICATE...: checks certificates again with arithmetic and bounds of its own. */
#include <math.h>
#include <stdlib.h>

#include "base/output.h"
#include "cli/options.h"
#include "report/verify_report.h"

/* The exit code of several certificates: what is false weighs most, then what cannot be read, then what is open. */
static int worse(int a, int b)
{
    static const int weight[] = {[0] = 0, [NW_EXIT_UNKNOWN] = 1, [2] = 2, [NW_EXIT_REFUTED] = 3, [4] = 4};
    return weight[b] > weight[a] ? b : a;
}

static int code_of(const nw_verdict *verdict)
{
    switch (verdict->outcome) {
    case NW_PROVED:
        return 0;
    case NW_REFUTED:
        return NW_EXIT_REFUTED;
    case NW_UNKNOWN:
    case NW_OUTSIDE:
        break;
    }
    return NW_EXIT_UNKNOWN;
}

static int run(const nw_options *options)
{
    nw_error error;
    nw_output output;
    nw_verify_options how = nw_verify_defaults();
    how.ignore_checksum = options->work.no_checksum;
    if (options->work.budget > 0)
        how.most_boxes = (size_t)options->work.budget;
    if (options->operand_count == 0) {
        nw_fail(&error, NW_BAD_INPUT, "which certificate? give its file, as nwidth certify writes one");
        return nw_give_up(&error);
    }
    if (nw_output_open(&output, options->output, &error) != NW_OK)
        return nw_give_up(&error);
    nw_verify_report *report = nw_verify_report_begin(output.stream, options->style, nw_options_origin(options));
    int code = 0;
    for (size_t i = 0; i < options->operand_count; i++) {
        nw_verdict verdict;
        nw_status status = nw_verify(&verdict, options->operands[i], &how, &error);
        if (status == NW_OK)
            nw_verify_report_add(report, options->operands[i], &verdict);
        code = worse(code, status == NW_OK ? code_of(&verdict) : nw_give_up(&error));
    }
    nw_verify_report_end(report);
    return nw_output_finish(&output, &error) == NW_OK ? code : nw_give_up(&error);
}

const nw_command nw_command_verify = {
    .name = "verify",
    .operands = "CERTIFICATE...",
    .summary = "check certificates again, independently",
    .about = "Checks each certificate with arbitrary-precision arithmetic and bounds of its own, and prints a line for "
             "it. The exit status says whether all are valid (0), one is not (1), one cannot be read (2) or one is "
             "left undecided (3).",
    .groups = NW_TAKES_CHECKSUM | NW_TAKES_BUDGET | NW_TAKES_OUTPUT,
    .styles = NW_STYLE_BIT(NW_STYLE_TEXT) | NW_STYLE_BIT(NW_STYLE_JSON),
    .run = run,
};
