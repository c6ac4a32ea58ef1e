/**
 * How people shop, measured on real purchases: 84.51° Complete Journey sample (R package completejourney, CC0),
 * year 2017, 75,000 lines of 47,243 baskets of 2,377 households in 293 stores. Generated data follow these
 * figures; a test recomputes them from the file wherever it is there.
 */
export const FIGURES = {
  /** Share of baskets with 1, 2, 3, … lines; 1.588 on average, 11 at most with a share worth naming. */
  linesPerBasket: [0.6511, 0.2087, 0.0821, 0.0342, 0.0139, 0.0062, 0.0023, 0.0009, 0.0003, 0.0002],
  meanLinesPerBasket: 1.5875,
  /** US dollars. */
  meanSpendPerBasket: 4.95,
  medianSpendPerBasket: 3.08,
  meanLineAmount: 3.12,
  /** Natural logarithm of a line's amount, lines above zero. */
  logLineAmount: { mean: 0.788, deviation: 0.807 },
  /** Share of lines by quantity. */
  quantities: [
    [1, 0.7873],
    [2, 0.1441],
    [3, 0.0272],
    [4, 0.0148],
    [0, 0.0055],
    [5, 0.0045],
    [6, 0.0036],
  ],
  discountedLines: 0.508,
  /** Discounts over sales. */
  discountShare: 0.179,
  /** Baskets per thousand by hour of the file's clock, which is UTC: five hours ahead of the shops' mornings. */
  hours: [71, 49, 31, 17, 8, 5, 3, 2, 1, 1, 3, 7, 13, 22, 38, 55, 69, 72, 75, 78, 89, 102, 103, 87],
  shopHoursBehind: 5,
  /** Baskets per thousand, Monday first. */
  weekdays: [141, 132, 125, 128, 132, 163, 180],
  /** Share of the product of rank k falls as k^-0.844; the first has 1.1 % of all lines. */
  productSlope: -0.844,
  /** Visits of a household in the year: 19.9 on average; at these quantiles. */
  meanVisits: 19.88,
  visits: [
    [0, 1],
    [0.05, 2],
    [0.1, 3],
    [0.25, 6],
    [0.5, 15],
    [0.75, 28],
    [0.9, 44],
    [0.95, 54],
    [0.99, 83],
    [1, 144],
  ],
  /** Share of lines by department. */
  departments: [
    ['GROCERY', 0.632],
    ['DRUG GM', 0.106],
    ['PRODUCE', 0.101],
    ['MEAT-PCKGD', 0.043],
    ['MEAT', 0.034],
    ['DELI', 0.025],
    ['PASTRY', 0.014],
    ['NUTRITION', 0.013],
    ['FUEL', 0.009],
    ['SEAFOOD-PCKGD', 0.004],
  ],
  privateBrands: 0.288,
} as const;
