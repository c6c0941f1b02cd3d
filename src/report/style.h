/* The formats a result can be written in, and the origin that every output carries. */
#ifndef NW_REPORT_STYLE_H
#define NW_REPORT_STYLE_H

#include <stdio.h>

#include "base/text.h"

typedef enum nw_style {
    NW_STYLE_TEXT,
    NW_STYLE_JSON,
    NW_STYLE_CSV,
    NW_STYLE_LATEX,
    NW_STYLE_MARKDOWN,
    NW_STYLE_COUNT
} nw_style;

#define NW_STYLE_BIT(style) (1u << (style))
#define NW_EVERY_STYLE (NW_STYLE_BIT(NW_STYLE_COUNT) - 1u)

enum { NW_LINE_WIDTH = 100 }; /* columns of the text format */

/* "text", "json", ...; NULL-terminated, indexed by nw_style. */
extern const char *const nw_style_words[];

/* The style of that name, or NW_STYLE_COUNT. */
nw_style nw_style_find(const char *word);

/* Where an output comes from: the command as it was given and the working precision.  No date and no machine: the same
 * command writes the same bytes.  Writers take NULL for --no-provenance. */
typedef struct nw_origin {
    size_t count;
    const char *const *command; /* "nwidth", "bound", "thm1", ... */
    long precision;             /* bits; 0 where nothing was computed */
} nw_origin;

/* "nwidth 0.1.0, 128 bits: nwidth bound thm1 --eps 0.01", quoted as a shell reads it, on one line.  Caller frees. */
char *nw_origin_line(const nw_origin *origin);
/* The command alone, quoted likewise.  Caller frees. */
char *nw_origin_command(const nw_origin *origin);

/* Special characters of a format: text that shows as `plain` there. */
void nw_add_latex(nw_text *text, const char *plain);
void nw_add_markdown(nw_text *text, const char *plain);
void nw_add_csv(nw_text *text, const char *plain);

/* A quantity such as "N_f" or "N_q/N_g" as LaTeX, in math mode where it is a formula. */
void nw_add_latex_quantity(nw_text *text, const char *quantity);

#endif
