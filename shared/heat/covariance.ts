import { type Rad, wrapPi } from "../units/angle.ts";
import type { CovarianceNe, Ellipse95 } from "./heat-source.ts";

/** The square of a 95 % ellipse's semi-axis over sigma: chi squared with two degrees of freedom. */
export const chi2At95 = 5.991;

/** Of the sum of two independent errors. */
export const addCovariance = (a: CovarianceNe, b: CovarianceNe): CovarianceNe => ({
  nn: a.nn + b.nn,
  ne: a.ne + b.ne,
  ee: a.ee + b.ee,
});

/** The inverse of a positive definite matrix: a covariance into information, or back. */
export const invertCovariance = ({ nn, ne, ee }: CovarianceNe): CovarianceNe => {
  const determinant = nn * ee - ne * ne;
  return { nn: ee / determinant, ne: -ne / determinant, ee: nn / determinant };
};

/** How far (northM, eastM) is off in a covariance: the squared Mahalanobis distance, chi squared with 2 degrees of freedom. */
export const mahalanobisSquared = (northM: number, eastM: number, { nn, ne, ee }: CovarianceNe): number => {
  const determinant = nn * ee - ne * ne;
  return (ee * northM * northM - 2 * ne * northM * eastM + nn * eastM * eastM) / determinant;
};

/** The largest and smallest standard deviation over all directions, m. */
export const sigmasM = ({ nn, ne, ee }: CovarianceNe): { readonly majorM: number; readonly minorM: number } => {
  const mean = (nn + ee) / 2;
  const spread = Math.hypot((nn - ee) / 2, ne);
  return { majorM: Math.sqrt(mean + spread), minorM: Math.sqrt(Math.max(0, mean - spread)) };
};

/** The 95 % ellipse: the eigenvectors of the covariance, and sqrt(5.991) times the roots of its eigenvalues. */
export const ellipse95Of = (covariance: CovarianceNe): Ellipse95 => {
  const { majorM, minorM } = sigmasM(covariance);
  const scale = Math.sqrt(chi2At95);
  const azimuth = 0.5 * Math.atan2(2 * covariance.ne, covariance.nn - covariance.ee);
  const azimuthRad = (azimuth < 0 ? azimuth + Math.PI : azimuth) as Rad;
  return { semiMajorM: majorM * scale, semiMinorM: minorM * scale, azimuthRad: wrapPi(azimuthRad) };
};
