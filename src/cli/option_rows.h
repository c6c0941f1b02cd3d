/* The table of options: name, value, help, the commands that take it, and what setting it does. */
#ifndef NW_CLI_OPTION_ROWS_H
#define NW_CLI_OPTION_ROWS_H

#include "cli/options.h"

typedef struct nw_option_row {
    const char *name;
    char letter;         /* 0: none */
    const char *metavar; /* NULL: takes no value */
    const char *domain;  /* what a value must be; NULL: in the help */
    const char *help;
    unsigned group; /* the commands that take it; 0: all */
    nw_status (*set)(nw_options *options, const char *value, nw_error *error);
    bool lists_styles;      /* the help ends with the formats of the command */
    bool command_line_only; /* not in a configuration file */
} nw_option_row;

extern const nw_option_row nw_option_rows[NW_OPTION_ROWS];

/* The values of options that are not given. */
void nw_option_defaults(nw_options *options);

#endif
