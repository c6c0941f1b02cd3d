/* Options: one table drives parsing, --help and the list for completion; those of the settings are the rows of
 * nw_parameters and are not listed again. */
#ifndef NW_CLI_OPTIONS_H
#define NW_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/activation.h"
#include "cli/command.h"
#include "fit/embed.h"
#include "fit/hyper_model.h"
#include "report/sweep.h"

/* What the commands that fit, search and certify are told.  Texts are numbers still to be read, NULL when not given. */
typedef struct nw_work_options {
    const char *target;
    const char *eps, *theta;
    const char *tolerance;
    const char *domain; /* NULL: the whole cube */
    const char *scales;
    const char *save;        /* the network's file, or the folder of a search */
    const char *certificate; /* NULL: beside the network */
    nw_activation activation;
    long width, largest_width, hidden_layers, starts, targets, threads;
    long m1, m2; /* 0: not given */
    long f_width, f_layers, largest_f_width; /* f_width 0: the least */
    nw_hyper_form varies;
    uint64_t seed;
    long budget; /* boxes; 0: the default */
    /* of a gap study: lists and ranges as text, NULL when not given */
    const char *orders, *pairs, *activations, *layer_list, *methods, *k, *tasks, *l1, *l2;
    const char *study_file; /* --out */
    nw_embedding embedding; /* of width q */
    bool output_bias, no_resume, print_study;
    bool no_output_bias, no_polish, recheck, no_checksum;
} nw_work_options;

enum { NW_OPTION_ROWS = 83 }; /* of the option table, option_rows.h */

struct nw_options {
    const nw_command *command;
    bool help; /* --help: print it and stop */
    nw_style style;
    const char *output; /* NULL: standard output */
    long precision, digits;
    bool quiet, provenance;
    bool explain;   /* --explain: say what a claim is and how it is checked, and stop */
    nw_sweep sweep; /* settings in the order given */
    nw_work_options work;
    char **operands;
    size_t operand_count;
    nw_origin origin; /* the command line as it was given */
    char *config;     /* text of the --config file; values point into it */
    const char *given[NW_OPTION_ROWS]; /* of each row of the option table the value as it was given, "" where it takes
                                        * none; NULL: not given */
    bool by_command[NW_OPTION_ROWS];   /* rows that the command line gave, and the number of its settings: they win over
                                        * the file */
    size_t command_axes;
};

/* Reads argv[2..] of `nwidth COMMAND ...`.  NW_BAD_INPUT with a line that names the option.  Cleared either way by
 * nw_options_clear. */
nw_status nw_options_parse(nw_options *options, const nw_command *command, int argc, char **argv, nw_error *error);
void nw_options_clear(nw_options *options);

/* Whether the command takes the option and it was given, on the command line or in a configuration file. */
bool nw_options_given(const nw_options *options, const char *name);
/* The value of such an option as it was given, "" where it takes none; NULL when it was not given. */
const char *nw_options_text(const nw_options *options, const char *name);

/* The origin to write, or NULL for --no-provenance. */
const nw_origin *nw_options_origin(const nw_options *options);

/* The whole --help of a command. */
void nw_options_help(nw_text *help, const nw_command *command);

/* A name and what it stands for, wrapped as the help is; for more_help. */
void nw_help_row(nw_text *help, const char *name, const char *meaning);

/* Its long options, one a line, each with its two hyphens. */
void nw_options_names(nw_text *names, const nw_command *command);

/* Gives an option of the command a value, as a line of a configuration file does; one from the command line stays. */
nw_status nw_options_set(nw_options *options, const char *name, const char *value, nw_error *error);

#endif
